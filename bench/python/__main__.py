import pulumi
import pulumi_aws as aws

key = aws.apigateway.ApiKey("service", description="Key of the development service")

pulumi.export("apiKeyId", key.id)
pulumi.export("apiKeyValue", pulumi.Output.secret(key.value))
