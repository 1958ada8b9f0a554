import { actionOf, type Call } from "./arbitrary-calls";
import type { Outcome } from "./side";

/** A known difference of LocalStack from AWS, and so from the AWS in memory. */
export interface Difference {
  readonly what: string;
  /** The page of AWS that says which is right, if there is one. */
  readonly page?: string;
  /** AWS's names of the affected calls. */
  readonly calls: readonly string[];
  /** True if this call is affected. */
  when?(this: void, call: Call): boolean;
  /** Which of the two is still called in this case: if only one of them changes, they can no longer be compared. */
  readonly called: "both" | "ours" | "none";
  /** The errors that show it; by default any outcome. */
  readonly ours?: string;
  readonly localStack?: string;
}

const GATEWAY = "Amazon API Gateway API Reference";
const MANAGER = "AWS Secrets Manager API Reference";

/**
 * What no call here shows: LocalStack keeps the links of a key that is deleted, and its data plane answers 500 to a key that is
 * made again with the same value.
 */
export const differences: readonly Difference[] = [
  {
    what: "API Gateway's tags, once they are there, stay as they are, and GetTags alone tells those that came later",
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
    // The page GetSecretValue lists both errors, and does not say which one comes when.
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
    // The page UpdateSecretVersionStage lists both errors, and does not say which one comes when.
    calls: ["UpdateSecretVersionStage"],
    called: "both",
    ours: "ResourceNotFoundException",
    localStack: "InvalidParameterException",
  },
  {
    what: "a secret that there is not, deleted by force, gets an ARN",
    // The page DeleteSecret says that this is not an error, but not what the answer is.
    calls: ["DeleteSecret"],
    when: ({ input }) => input.ForceDeleteWithoutRecovery === true,
    called: "both",
  },
];

/** The known difference that affects a call, by its outcome in memory, or before it is made. */
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
