/** The types of the resources that the program makes. */
export const KEY = "aws:apigateway/apiKey:ApiKey";
export const PLAN = "aws:apigateway/usagePlan:UsagePlan";
export const LINK = "aws:apigateway/usagePlanKey:UsagePlanKey";
export const SECRET = "aws:secretsmanager/secret:Secret";
export const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
export const PARAMETER = "aws:ssm/parameter:Parameter";
export const SERVICE = "ai-service-keys:index:ServiceKey";
