import * as pulumi from "@pulumi/pulumi";

/** The tags by which everything of this stack is found in AWS; their names are closed to the configuration. */
export function stackTags(): Record<string, string> {
  return { project: pulumi.getProject(), stack: pulumi.getStack() };
}
