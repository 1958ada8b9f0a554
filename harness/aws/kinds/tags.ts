import { z } from "zod";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-api-gateway";
import type { Aws } from "../aws";
import type { Change } from "../kind";
import { text } from "./forms";

export type Tags = Readonly<Record<string, string>>;

const tags = z.record(z.string(), text).optional();

/** The inputs of every kind that has tags: those that the program gives, and with the provider's default tags all. */
export const tagInputs = { tags, tagsAll: tags };

/** The tags to remove and to add. */
export function tagChanges({ state, inputs }: Change<{ readonly tagsAll?: Tags }>): { removed: string[]; added: Tags } {
  const [old, wanted] = [(state.tagsAll ?? {}) as Tags, inputs.tagsAll ?? {}];
  return {
    removed: Object.keys(old).filter((key) => !(key in wanted)),
    added: Object.fromEntries(Object.entries(wanted).filter(([key, value]) => old[key] !== value)),
  };
}

/** Changes the tags of a key or a plan, which have calls of their own, before its other changes. */
export async function retag(
  { apiGateway }: Aws,
  resourceArn: string,
  change: Change<{ readonly tagsAll?: Tags }>,
): Promise<void> {
  const { removed, added } = tagChanges(change);
  if (removed.length > 0) await apiGateway.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
  if (Object.keys(added).length > 0) await apiGateway.send(new TagResourceCommand({ resourceArn, tags: added }));
}
