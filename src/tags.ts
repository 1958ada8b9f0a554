import * as pulumi from "@pulumi/pulumi";

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of one resource. Its own override the stack's. The tags by which this stack's resources are found in AWS override
 * both, and the configuration cannot set them.
 */
export function tagsOf(ofStack: Tags, own: Tags = {}, ours: Tags = {}): Record<string, string> {
  return { ...ofStack, ...own, project: pulumi.getProject(), stack: pulumi.getStack(), ...ours };
}
