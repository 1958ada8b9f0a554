import { isDeepStrictEqual } from "node:util";
import type { Settings } from "../../src/settings";
import { formatPath } from "../../src/settings/faults";
import { type Answer, UsageError } from "../command";
import { commitAt, filesAt } from "../stack-file/git";
import { historiesAt, newestSound, type SoundVersion } from "../stack-file/history";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readStackFile, stackNames, stacksAmong } from "../stack-file/stack-file";
import { type Identities, identitiesOf, identityChanges, importsToDrop } from "./identities";
import { comparable, jumps } from "./jumps";
import { usedAgain } from "./used-again";

/**
 * Compares every stack file of the folder with the one at a git ref. The working tree is what would be deployed next.
 *
 * Exit code 1 with a line for each change that one deployment must not make; 2 if a file cannot be read, here or there.
 */
export function checkBase(base: string, allowGap: boolean, folder: string): Answer {
  const checkout = commitAt(folder, base);
  const historyOf = historiesAt(checkout);
  const readings = new Map(stackNames(folder).map((stack) => [stack, readInTree(folder, stack)]));
  const atBase = stacksAmong(filesAt(checkout));
  const toDrop: string[] = [];
  const added = [...readings].filter(([stack]) => !atBase.includes(stack)).map(([, reading]) => reading);

  const findings = [...new Set([...atBase, ...readings.keys()])].sort().flatMap((stack): Finding[] => {
    const reading = readings.get(stack);
    if (reading?.problem !== undefined) return [reading];
    if (!atBase.includes(stack)) return [];
    const finding = (problem: string, unreadable = false) => ({
      problem: `Pulumi.${stack}.yaml: ${problem}`,
      unreadable,
    });
    const history = historyOf(stack);
    const [before] = history.versions;
    // A missing file may have been renamed.
    const candidates = reading ? [reading] : added;
    const isIn = ({ settings }: SoundVersion) =>
      candidates.some(
        (it) => it.settings && isDeepStrictEqual(comparable(it.settings.keys), comparable(settings.keys)),
      );
    if (!before?.settings) {
      const newest = newestSound(history);
      if (newest && isIn(newest))
        return reading
          ? identityChanges(identitiesOf(newest.settings), identitiesOf(reading.settings)).map((line) => finding(line))
          : [];
      const remedy = newest ? mendFirst(newest) : checkout.isShallow ? FETCH_MORE : compareWithDeployed(stack);
      return [finding(`the version at ${base} is faulty (${before?.problem}); ${remedy}`, true)];
    }
    if (!reading) return isIn(before) ? [] : removed(before.settings).map((line) => finding(line));
    const comparison = { stack, before: before.settings.keys, after: reading.settings.keys, allowGap };
    const identities = [before.settings, reading.settings].map(identitiesOf) as [Identities, Identities];
    toDrop.push(
      ...importsToDrop(...identities).map(
        (path) => `Pulumi.${stack}.yaml: ${path}: ${base} has it too; once that is deployed: drop it`,
      ),
    );
    return [...jumps(comparison), ...identityChanges(...identities), ...usedAgain(comparison, history.versions)].map(
      (line) => finding(line),
    );
  });
  if (findings.length > 0) {
    const exitCode = findings.some(({ unreadable }) => unreadable) ? 2 : 1;
    return { exitCode, stderr: findings.map(({ problem }) => problem).join("\n") };
  }
  return {
    exitCode: 0,
    stdout: [
      `every stack file is one legal step from ${base}, or none: ${[...readings.keys()].join(", ")}`,
      ...toDrop,
    ].join("\n"),
  };
}

interface Finding {
  readonly problem: string;
  /** True if a file could not be compared. */
  readonly unreadable: boolean;
}

/** The settings of a stack file in the working tree, or what is wrong with it. */
type Reading =
  { readonly settings: Settings; readonly problem?: undefined } | ({ readonly settings?: undefined } & Finding);

function readInTree(folder: string, stack: string): Reading {
  try {
    const { settings, faults } = readStackFile(folder, stack);
    if (settings) return { settings };
    return { problem: formatLocatedFaults(stack, faults), unreadable: false };
  } catch (error) {
    if (error instanceof UsageError) return { problem: error.message, unreadable: true };
    throw error;
  }
}

/** Such a change is safe, whichever version was deployed last. */
function mendFirst({ last }: SoundVersion): string {
  return `first fix it, with generations, plans and enabled as in commit ${last.slice(0, 12)}, the newest without a fault`;
}

const FETCH_MORE = "this shallow clone has no older versions: run git fetch --unshallow, and check again";

function compareWithDeployed(stack: string): string {
  return `so is every older version; compare with what is deployed: pulumi stack export --stack ${stack} | npm run -s rotate -- check --deployed ${stack}`;
}

/** Without its file, the next deployment of a stack would use the defaults. */
function removed({ keys }: Settings): string[] {
  const live = Object.keys(keys).filter((name) => keys[name]!.enabled);
  return live.map(
    (name) =>
      `${formatPath(["keys", name])}: the file is removed while the key is on; first give it enabled: false and deploy that`,
  );
}
