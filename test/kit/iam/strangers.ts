import { isDeepStrictEqual } from "node:util";
import { TAG } from "../../../src/tags";
import { type AwsCall, calls, type Owner, resourceCalls, resourceCallsOf, tagsAs } from "./calls";

/** Stacks in the same account and Region with names close to `ai-service-keys` and `prod`. */
export const STRANGERS: readonly Owner[] = [
  { project: "ai-service-keys", stack: "dev" },
  // Secrets of these begin with our `PROJECT-STACK-`.
  { project: "ai-service-keys", stack: "prod-eu" },
  { project: "ai-service-keys-prod", stack: "prod" },
  { project: "ai-service-keys-foo", stack: "prod" },
];

/**
 * A stack's calls on its own resources, except on a KMS key, which others may share, and on a deleted secret, which has no
 * owner.
 */
export function callsOf(owner: Owner): AwsCall[] {
  return Object.values(resourceCallsOf(owner))
    .flat()
    .filter(({ action, context = {} }) => !action.startsWith("kms:") && Object.keys(context).length > 0);
}

/** Those stacks' calls on their own resources, except those that IAM cannot tell from ours. */
export const strangersCalls: readonly AwsCall[] = STRANGERS.flatMap(callsOf).filter(
  (call) => !calls.some((own) => isDeepStrictEqual(own, call)),
);

/** Tags that would give our resources to another stack, and the removal of the tags that are ours. */
export const tagsGivenAway: readonly AwsCall[] = Object.values(resourceCalls)
  .flat()
  .flatMap(({ call, context, ...more }) => {
    const withContext = (other: AwsCall["context"]) => ({ call, ...more, context: { ...context, ...other } });
    if (call === "TagResource") return STRANGERS.map((owner) => withContext(tagsAs("RequestTag", owner)));
    if (call !== "UntagResource") return [];
    return Object.values(TAG).map((name) => withContext({ "aws:TagKeys": ["team", name] }));
  });
