import * as pulumi from "@pulumi/pulumi";

type Tags = Readonly<Record<string, string>>;

/** The names of our own tags. The prefix is ours alone: a configuration cannot set it, in any case of letters. */
export const TAG = {
  project: "service-keys:project",
  stack: "service-keys:stack",
  /** The name of the service key. */
  key: "service-keys:key",
  /** The id of the generation. */
  generation: "service-keys:generation",
  /** The generation's state, written by each deployment: together with `since` the record of what was deployed. */
  state: "service-keys:state",
  /** The day (UTC, `YYYY-MM-DD`) of the deployment that brought the state. */
  since: "service-keys:since",
} as const;

/**
 * The tags of one resource. Its own override the stack's. The tags by which this stack's resources are found in AWS, and by
 * which the program knows what it deployed, are added.
 */
export function tagsOf(ofStack: Tags, own: Tags = {}, ours: Tags = {}): Record<string, string> {
  return { ...ofStack, ...own, [TAG.project]: pulumi.getProject(), [TAG.stack]: pulumi.getStack(), ...ours };
}
