import { isDeepStrictEqual } from "node:util";
import { type AwsCall, calls, type Owner, resourceCalls, resourceCallsOf, tagsAs } from "./calls";

/** Stacks in the same account and Region, near misses of `ai-service-keys` in `prod` all. */
export const STRANGERS: readonly Owner[] = [
  { project: "ai-service-keys", stack: "dev" },
  // Secrets of these begin with our `PROJECT-STACK-`.
  { project: "ai-service-keys", stack: "prod-eu" },
  { project: "ai-service-keys-prod", stack: "prod" },
  { project: "ai-service-keys-foo", stack: "prod" },
];

/**
 * What a stack does to what is its own. Left out: a KMS key, which others may share, and a look at a secret that is gone, which is
 * nobody's.
 */
export function callsOf(owner: Owner): AwsCall[] {
  return Object.values(resourceCallsOf(owner))
    .flat()
    .filter(({ action, context = {} }) => !action.startsWith("kms:") && Object.keys(context).length > 0);
}

/** What those stacks do to what is theirs, but for what IAM takes for a call of ours, as it knows no more of it. */
export const strangersCalls: readonly AwsCall[] = STRANGERS.flatMap(callsOf).filter(
  (call) => !calls.some((own) => isDeepStrictEqual(own, call)),
);

/** Tags that would make what is ours another stack's, and the removal of those by which it is ours. */
export const tagsGivenAway: readonly AwsCall[] = Object.values(resourceCalls)
  .flat()
  .flatMap(({ call, context, ...more }) => {
    const withContext = (other: AwsCall["context"]) => ({ call, ...more, context: { ...context, ...other } });
    if (call === "TagResource") return STRANGERS.map((owner) => withContext(tagsAs("RequestTag", owner)));
    if (call !== "UntagResource") return [];
    return ["project", "stack"].map((name) => withContext({ "aws:TagKeys": ["team", name] }));
  });
