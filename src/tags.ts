import * as pulumi from "@pulumi/pulumi";

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of one resource: the stack's, its own over them, and those by which everything of this stack is found in AWS.
 * The configuration cannot set the last.
 */
export function tagsOf(ofStack: Tags, own: Tags = {}, ours: Tags = {}): Record<string, string> {
  return { ...ofStack, ...own, project: pulumi.getProject(), stack: pulumi.getStack(), ...ours };
}
