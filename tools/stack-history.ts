import type { Settings } from "../src/settings";
import { commitsOf, textsAt } from "./git";
import { readStack } from "./stack-file";
import { settingsOf } from "./stack-settings";
import { UsageError } from "./usage-error";

/** A stack's settings at one commit. */
export interface Version {
  readonly commit: string;
  readonly settings: Settings;
}

/** The settings of a stack at a commit; undefined where its files were not there or at fault, and so never deployed. */
export function versionAt(folder: string, commit: string, stack: string): Version | undefined {
  const [texts] = textsAt(folder, [commit], ["Pulumi.yaml", `Pulumi.${stack}.yaml`]);
  return versionOf(commit, stack, texts!);
}

/** Every version of a stack, up to a commit and newest first, that may have been deployed, as far as this clone reaches. */
export function* versions(folder: string, commit: string, stack: string): Generator<Version> {
  const commits = commitsOf(folder, commit, `Pulumi.${stack}.yaml`);
  const texts = textsAt(folder, commits, ["Pulumi.yaml", `Pulumi.${stack}.yaml`]);
  for (const [index, each] of commits.entries()) {
    const version = versionOf(each, stack, texts[index]!);
    if (version) yield version;
  }
}

function versionOf(
  commit: string,
  stack: string,
  [project, file]: readonly (string | undefined)[],
): Version | undefined {
  if (project === undefined || file === undefined) return undefined;
  try {
    const { settings } = settingsOf(readStack(stack, (name) => (name === "Pulumi.yaml" ? project : file)));
    return settings && { commit, settings };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
