import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../../src/settings";
import { formatPath } from "../../src/settings/faults";
import { generationIn } from "../../src/settings/generations";
import { type Answer, UsageError } from "../command";
import { commitOf, filesAt, isShallow } from "../stack-file/git";
import type { CheckCall } from "./call";
import { jumps } from "./jumps";
import { readStackFile, stackNames, stacksAmong } from "../stack-file/stack-file";
import { newestVersion, type Version, versions } from "../stack-file/history";

/**
 * Compares every stack file of the folder with the one at a git ref, where the working tree is what would be deployed next.
 *
 * Exit code 1 with a line for each change that one deployment must not make; 2 where a file cannot be read.
 */
export function check({ base, allowGap }: CheckCall, folder: string): Answer {
  const commit = commitOf(folder, base);
  const now = new Map(stackNames(folder).map((stack) => [stack, readNow(folder, stack)]));
  const then = stacksAmong(filesAt(folder, commit));

  const added = [...now].filter(([stack]) => !then.includes(stack));
  const lines = [...new Set([...then, ...now.keys()])].sort().flatMap((stack) => {
    const reading = now.get(stack);
    const tell = (problem: string) => `Pulumi.${stack}.yaml: ${problem}`;
    if (reading?.problem !== undefined) return [reading.problem];
    if (!then.includes(stack)) return [];
    const before = newestVersion(folder, commit, stack);
    if (before === undefined) return isShallow(folder) ? [tell(unknownBase(base))] : [];
    if (reading === undefined) {
      if (added.some(([, other]) => isDeepStrictEqual(other.settings?.keys, before.settings.keys))) return [];
      return removed(before).map(tell);
    }
    const comparison = { stack, before: before.settings.keys, after: reading.settings.keys, allowGap };
    return [...jumps(comparison), ...usedAgain(comparison, versions(folder, commit, stack))].map(tell);
  });
  const unreadable = [...now.values()].some((reading) => reading.unreadable);
  if (lines.length > 0) return { exitCode: unreadable ? 2 : 1, stderr: lines.join("\n") };
  return {
    exitCode: 0,
    stdout: `every stack file is one legal step from ${base}, or none: ${[...now.keys()].join(", ")}`,
  };
}

type Now =
  | { readonly settings: Settings; readonly problem?: undefined; readonly unreadable?: undefined }
  | { readonly settings?: undefined; readonly problem: string; readonly unreadable: boolean };

function readNow(folder: string, stack: string): Now {
  try {
    const { settings, faults } = readStackFile(folder, stack);
    if (settings) return { settings };
    const problem = `Pulumi.${stack}.yaml: ${faults.length === 1 ? "1 problem" : `${faults.length} problems`}; npm run plan -- ${stack} lists them`;
    return { problem, unreadable: false };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message, unreadable: true };
    throw error;
  }
}

function unknownBase(base: string): string {
  return `at ${base} it is at fault, and older versions are not in this shallow clone; git fetch --unshallow, and check again`;
}

/** Without its file a stack falls back to the defaults at the next deployment. */
function removed({ settings }: Version): string[] {
  const live = Object.keys(settings.keys).filter((name) => settings.keys[name]!.enabled);
  return live.map(
    (name) =>
      `${formatPath(["keys", name])}: the file is removed while the key is on; first give it enabled: false and deploy that`,
  );
}

interface Compared {
  readonly stack: string;
  readonly before: Settings["keys"];
  readonly after: Settings["keys"];
}

/** Generations that come back under an id which history had removed: who still holds the old value must not be let in. */
function usedAgain({ stack, before, after }: Compared, history: Iterable<Version>): string[] {
  const has = (keys: Settings["keys"], name: string, id: string) =>
    Object.hasOwn(keys, name) && generationIn(keys[name]!, id) !== undefined;
  let fresh = Object.entries(after).flatMap(([name, { generations }]) =>
    Object.keys(generations)
      .filter((id) => !has(before, name, id))
      .map((id) => ({ name, id })),
  );
  const lines: string[] = [];
  // Reading every version takes a while, and is seldom needed.
  if (fresh.length === 0) return lines;
  for (const { commit, settings } of history) {
    for (const { name, id } of fresh.filter((it) => has(settings.keys, it.name, it.id))) {
      const path = formatPath(["keys", name, "generations", id]);
      lines.push(
        `${path}: the id was given before, in commit ${commit.slice(0, 12)}, and is used up; ${Object.hasOwn(before, name) ? `drop it, then: npm run rotate -- ${stack} ${name} start` : "give the key a generation whose id was never used"}`,
      );
    }
    fresh = fresh.filter((it) => !has(settings.keys, it.name, it.id));
  }
  return lines;
}
