import { actionOf, type Call } from "./arbitrary-calls";
import type { Outcome } from "./side";

/** Where LocalStack is known to differ from AWS, and so from the AWS in memory. */
export interface Difference {
  readonly what: string;
  /** The page of AWS that says who is right; nothing where none does. */
  readonly page?: string;
  /** AWS's names of the calls in question. */
  readonly calls: readonly string[];
  /** Whether this one is in question. */
  when?(this: void, call: Call): boolean;
  /** Who is still called in such a case: where one is changed and the other is not, they have nothing more to compare. */
  readonly called: "both" | "ours" | "none";
  /** The errors by which it shows; any outcome, where none is given. */
  readonly ours?: string;
  readonly localStack?: string;
}

const GATEWAY = "Amazon API Gateway API Reference";
const MANAGER = "AWS Secrets Manager API Reference";

export const differences: readonly Difference[] = [
  {
    what: "API Gateway's tags, once they are there, stay as they are",
    page: `TagResource and UntagResource, ${GATEWAY}`,
    calls: ["TagResource", "UntagResource"],
    when: ({ service }) => service === "apiGateway",
    called: "none",
  },
  {
    what: "a rate with a fraction fails in a patch",
    page: `ThrottleSettings, ${GATEWAY}: rateLimit is a double`,
    calls: ["UpdateUsagePlan"],
    when: ({ input }) => JSON.stringify(input).includes('"value":"2.5"'),
    called: "none",
  },
  {
    what: "a key may be in one plan twice, and in two plans of one stage",
    page: "Usage plans and API keys for REST APIs in API Gateway, Amazon API Gateway Developer Guide",
    calls: ["CreateUsagePlanKey", "UpdateUsagePlan"],
    called: "ours",
    ours: "ConflictException",
  },
  {
    what: "a plan that has stages can be deleted",
    // AWS's refusal is quoted in issue 3841 of github.com/aws/aws-sdk-js.
    calls: ["DeleteUsagePlan"],
    called: "ours",
    ours: "BadRequestException",
  },
  {
    what: "a key may be put into a plan that there is not",
    page: `CreateUsagePlanKey, ${GATEWAY}: NotFoundException`,
    calls: ["CreateUsagePlanKey"],
    called: "ours",
    ours: "NotFoundException",
  },
  {
    what: "a plan that there is not has no keys",
    page: `GetUsagePlanKeys, ${GATEWAY}: NotFoundException`,
    calls: ["GetUsagePlanKeys"],
    called: "both",
    ours: "NotFoundException",
  },
  {
    what: "what is not there is an internal error",
    page: `DeleteUsagePlan, DeleteUsagePlanKey, ${GATEWAY}: NotFoundException`,
    calls: ["DeleteUsagePlan", "DeleteUsagePlanKey"],
    called: "both",
    ours: "NotFoundException",
    localStack: "InternalError",
  },
  {
    what: "a secret that is not there is an internal error",
    page: `PutResourcePolicy, TagResource, UntagResource, ${MANAGER}: ResourceNotFoundException`,
    calls: ["PutResourcePolicy", "TagResource", "UntagResource"],
    called: "both",
    ours: "ResourceNotFoundException",
    localStack: "InternalError",
  },
  {
    what: "a secret that is scheduled for deletion can be changed",
    page: `each of these actions, ${MANAGER}: InvalidRequestException, "The secret is scheduled for deletion"`,
    calls: [
      "TagResource",
      "UntagResource",
      "PutSecretValue",
      "PutResourcePolicy",
      "DeleteResourcePolicy",
      "UpdateSecretVersionStage",
    ],
    called: "ours",
    ours: "InvalidRequestException",
  },
  {
    what: "a secret that is scheduled for deletion shows its policy",
    page: `GetResourcePolicy, ${MANAGER}: InvalidRequestException, "The secret is scheduled for deletion"`,
    calls: ["GetResourcePolicy"],
    called: "both",
    ours: "InvalidRequestException",
  },
  {
    what: "a secret that is scheduled for deletion and has no value is not found when asked for it",
    // The page GetSecretValue has both errors, and does not say which comes when.
    calls: ["GetSecretValue"],
    called: "both",
    ours: "InvalidRequestException",
    localStack: "ResourceNotFoundException",
  },
  {
    what: "a label may be moved to a version without naming the one that has it",
    page: `UpdateSecretVersionStage, ${MANAGER}: RemoveFromVersionId`,
    calls: ["UpdateSecretVersionStage"],
    called: "ours",
    ours: "InvalidParameterException",
  },
  {
    what: "a version that there is not is an invalid parameter",
    // The page UpdateSecretVersionStage has both errors, and does not say which comes when.
    calls: ["UpdateSecretVersionStage"],
    called: "both",
    ours: "ResourceNotFoundException",
    localStack: "InvalidParameterException",
  },
  {
    what: "a secret that there is not, deleted by force, gets an ARN",
    // The page DeleteSecret says that it is no error, and not what is answered.
    calls: ["DeleteSecret"],
    when: ({ input }) => input.ForceDeleteWithoutRecovery === true,
    called: "both",
  },
];

/** The difference that a call shows, with what the AWS in memory came to, or before it is called at all. */
export function differenceOf(call: Call, ours?: Outcome, localStack?: Outcome): Difference | undefined {
  const called = ours === undefined ? "none" : localStack === undefined ? "ours" : "both";
  return differences.find(
    (it) =>
      it.called === called &&
      it.calls.includes(actionOf(call)) &&
      (it.when?.(call) ?? true) &&
      (it.ours === undefined || it.ours === ours) &&
      (it.localStack === undefined || it.localStack === localStack),
  );
}
