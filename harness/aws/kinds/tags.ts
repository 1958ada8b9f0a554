import { z } from "zod";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-api-gateway";
import type { Aws } from "../aws";
import type { Change } from "../kind";

/** The input `tags` of every kind that has tags. */
export const tagInputs = z.record(z.string(), z.string()).optional();

type Tags = Readonly<Record<string, string>>;

/** The tags to remove and to add, where they change. */
export function movedTags({ state, inputs, names }: Change<{ readonly tags?: Tags }>): { gone: string[]; come: Tags } {
  if (!names.includes("tags")) return { gone: [], come: {} };
  const [old, wanted] = [(state.tags ?? {}) as Tags, inputs.tags ?? {}];
  return {
    gone: Object.keys(old).filter((key) => !(key in wanted)),
    come: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => old[key] !== value)),
  };
}

/** Tags of a key or a plan have calls of their own, and come before its other changes. */
export async function retag(
  { apiGateway }: Aws,
  resourceArn: string,
  change: Change<{ readonly tags?: Tags }>,
): Promise<void> {
  const { gone, come } = movedTags(change);
  if (gone.length > 0) await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: gone }));
  if (Object.keys(come).length > 0) await apiGateway.send(new TagResourceCommand({ resourceArn, tags: come }));
}
