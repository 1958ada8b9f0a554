import type { Settings } from "../../src/settings";
import { commitsOf, textsAt } from "./git";
import { UsageError } from "../command";
import { parseStackFile } from "./stack-file";

/** A stack's settings at one commit. */
export interface Version {
  readonly commit: string;
  readonly settings: Settings;
}

/** The version of a stack at a commit or, where that is at fault and so was never deployed, the newest one before it. */
export function newestVersion(folder: string, commit: string, stack: string): Version | undefined {
  const [texts] = textsAt(folder, [commit], ["Pulumi.yaml", `Pulumi.${stack}.yaml`]);
  const version = versionOf(commit, stack, texts!);
  if (version) return version;
  for (const older of versions(folder, commit, stack)) return older;
  return undefined;
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
    const { settings } = parseStackFile(stack, { project, stack: file });
    return settings && { commit, settings };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
