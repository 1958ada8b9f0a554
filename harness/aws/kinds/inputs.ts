import { z } from "zod";
import { TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-api-gateway";
import type { Aws } from "../aws";
import type { Change } from "../kind";

// Like Terraform the provider takes a text where it can be read as what is due.

/** A flag, or its text. */
export const flag = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")]);

/** A number, or its text. */
export const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** A whole number: a fraction is cut off. */
export const whole = number.transform(Math.trunc);

/** A text, or a number or flag that is written as one. */
export const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]);

/** A policy document. */
export const json = z.string().refine(isJson, "contains an invalid JSON policy");

/** An ARN, or an unknown value. */
export const arn = z.string().regex(/^arn:[^:]+:[^:]+:/, "is an invalid ARN");

function isJson(given: string): boolean {
  try {
    return typeof JSON.parse(given) === "object";
  } catch {
    return false;
  }
}

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
