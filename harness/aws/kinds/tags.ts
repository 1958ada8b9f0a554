import { z } from "zod";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-api-gateway";
import type { Aws } from "../aws";
import type { Change } from "../kind";

/** The input `tags` of every kind that has tags. */
export const tagInputs = z.record(z.string(), z.string()).optional();

type Tags = Readonly<Record<string, string>>;

/** The tags to remove and to add. */
export function tagChanges({ state, inputs, names }: Change<{ readonly tags?: Tags }>): {
  removed: string[];
  added: Tags;
} {
  if (!names.includes("tags")) return { removed: [], added: {} };
  const [old, wanted] = [(state.tags ?? {}) as Tags, inputs.tags ?? {}];
  return {
    removed: Object.keys(old).filter((key) => !(key in wanted)),
    added: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => old[key] !== value)),
  };
}

/** Changes the tags of a key or a plan, which have calls of their own, before its other changes. */
export async function retag(
  { apiGateway }: Aws,
  resourceArn: string,
  change: Change<{ readonly tags?: Tags }>,
): Promise<void> {
  const { removed, added } = tagChanges(change);
  if (removed.length > 0) await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  if (Object.keys(added).length > 0) await apiGateway.send(new TagResourceCommand({ resourceArn, tags: added }));
}
