import * as pulumi from "@pulumi/pulumi";
import { TAG } from "./settings/tags";

type Tags = Readonly<Record<string, string>>;

/**
 * The tags of one resource. Its own override the stack's. The tags by which this stack's resources are found in AWS, and by
 * which the program knows what it deployed, are added.
 */
export function tagsOf(ofStack: Tags, own: Tags = {}, ours: Tags = {}): Record<string, string> {
  return { ...ofStack, ...own, [TAG.project]: pulumi.getProject(), [TAG.stack]: pulumi.getStack(), ...ours };
}
