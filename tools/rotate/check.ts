/** `npm run rotate -- check --base REF`: what of the working tree may not follow the stack files at a git ref. */
import { spawnSync } from "node:child_process";
import { guard, type ComparedSettings } from "../../src/guard";
import type { DeployedGeneration, DeployedKey, LastDeployment } from "../../src/last-deployment";
import { mapValues } from "../../src/map-values";
import { importAt } from "../../src/regions";
import { isEnabled } from "../../src/rotation";
import type { Settings } from "../../src/settings";
import { countOf } from "../../src/settings/faults";
import { hasParameter } from "../../src/settings/stores";
import { type Answer, UsageError } from "../command";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { parseStackFile, readStackFile, stackNames, stacksAmong } from "../stack-file/stack-file";

/**
 * Compares every stack file of the folder with the one at a git ref, by the rules of the program: the older file stands for the
 * last deployment. It reads two versions of a file and no history.
 *
 * Exit code 1 with a line for each fault; 2 if a file of the folder cannot be read.
 *
 * @throws {UsageError} if git does not have the ref.
 */
export function checkBase(base: string, folder: string): Answer {
  const commit = commitAt(folder, base);
  const [before, now] = [stacksAmong(filesAt(folder, commit)), stackNames(folder)];
  const findings = [...new Set([...before, ...now])].sort().map((stack): Finding => {
    const wanted = now.includes(stack) ? inTree(folder, stack) : NOTHING;
    if (wanted.settings === undefined || !before.includes(stack)) return wanted;
    const older = settingsAt(folder, commit, stack);
    const name = `Pulumi.${stack}.yaml`;
    if (older.settings === undefined) {
      return { notes: [`${name}: not compared, as the one at ${base} ${older.problem}`] };
    }
    const { faults, warnings } = guard(recordOf(older.settings, `/${older.project}/${stack}`), wanted.settings, stack);
    return {
      faults: faults.map(({ path, problem }) => `${name}: ${path}: ${problem.replaceAll("\n", "; ")}`),
      notes: warnings.map((warning) => `${name}: warning: ${warning}`),
    };
  });
  const faults = findings.flatMap((finding) => finding.faults ?? []);
  const notes = findings.flatMap((finding) => finding.notes ?? []);
  if (faults.length > 0) {
    const isUnreadable = findings.some((finding) => finding.isUnreadable);
    return { exitCode: isUnreadable ? 2 : 1, stderr: [...faults, ...notes].join("\n") };
  }
  const passes = `every stack file may follow the one at ${base}: ${now.join(", ")}`;
  return { exitCode: 0, stdout: [passes, ...notes].join("\n") };
}

/** What there is to say of one stack file. */
interface Finding {
  /** Of the file in the folder, if it has no faults of its own. */
  readonly settings?: ComparedSettings;
  readonly faults?: readonly string[];
  /** What is no fault. */
  readonly notes?: readonly string[];
  /** True if the file in the folder cannot be read. */
  readonly isUnreadable?: boolean;
}

/** What a stack wants whose file is gone. */
const NOTHING: Finding = { settings: { keys: {}, usagePlans: {}, regions: {}, deletionProtection: true } };

function inTree(folder: string, stack: string): Finding {
  try {
    const { settings, faults } = readStackFile(folder, stack);
    return settings ? { settings } : { faults: [formatLocatedFaults(stack, faults)] };
  } catch (error) {
    if (error instanceof UsageError) return { faults: [error.message], isUnreadable: true };
    throw error;
  }
}

/** The settings of a stack file at a commit, or why they cannot be compared with. */
function settingsAt(
  folder: string,
  commit: string,
  stack: string,
):
  | { readonly settings: Settings; readonly project: string }
  | { readonly settings?: undefined; readonly problem: string } {
  try {
    const textOf = (file: string) => git(folder, ["show", `${commit}:./${file}`]);
    const texts = { project: textOf("Pulumi.yaml"), stack: textOf(`Pulumi.${stack}.yaml`) };
    const { settings, faults, project } = parseStackFile(stack, texts);
    return settings ? { settings, project } : { problem: `has ${countOf(faults)}` };
  } catch (error) {
    if (error instanceof UsageError) return { problem: `cannot be read: ${error.message}` };
    throw error;
  }
}

/** Settings as a finished deployment of them would be recorded. Parameters without a name of their own are in `folder`. */
function recordOf(
  { keys, usagePlans, deletionProtection, region, regions, secretsManager }: Settings,
  folder: string,
): LastDeployment {
  const home = {};
  const deployed = mapValues(
    keys,
    ({ enabled, generations, delivery, secretName, secretImport, parameterName }, key): DeployedKey => ({
      finished: {
        enabled,
        deletionProtection,
        generations: mapValues(generations, ({ state }) => state),
        regions: mapValues(regions, ({ enabled: isOn }) => isOn),
      },
      generations: mapValues(generations, ({ state, usagePlan, import: ids }): DeployedGeneration => ({
        state,
        apiKeyId: importAt(ids, home, region),
        enabled: enabled && isEnabled(state),
        isLinked: usagePlan !== undefined,
        usagePlan,
        copies: mapValues(regions, ({ enabled: isOn }, name) => ({
          apiKeyId: importAt(ids, { region: name }, region),
          enabled: enabled && isEnabled(state) && isOn,
        })),
      })),
      secret: secretsManager && { arn: secretImport, name: secretName, kmsKeyId: secretsManager.kmsKeyId },
      parameterName: hasParameter(delivery) ? (parameterName ?? `${folder}/${key}`) : undefined,
    }),
  );
  const plans = mapValues(usagePlans, ({ import: ids }) => ({
    id: importAt(ids, home, region),
    copies: mapValues(regions, (_, name) => importAt(ids, { region: name }, region)),
  }));
  return { keys: deployed, usagePlans: plans, region };
}

/** The commit that a ref names. @throws {UsageError} if there is none here. */
function commitAt(folder: string, ref: string): string {
  // git would read it as an option.
  if (ref === "" || ref.startsWith("-"))
    throw new UsageError(`"${ref}" is not a git ref; give one such as origin/main`);
  const commit = git(folder, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`], [0, 1]).trim();
  if (commit !== "") return commit;
  throw new UsageError(
    `git has no commit "${ref}" here; fetch it first, for example git fetch --depth=1 origin main, which makes it FETCH_HEAD`,
  );
}

/** The files that the folder had at a commit. */
function filesAt(folder: string, commit: string): string[] {
  return git(folder, ["ls-tree", "--name-only", "-z", commit]).split("\0").filter(Boolean);
}

/** What git prints. Any other exit code than these is an error with git's own message. */
function git(folder: string, args: readonly string[], exitCodes: readonly number[] = [0]): string {
  // English messages, whatever the user's language.
  const env = { ...process.env, LC_ALL: "C" };
  const { error, status, stdout, stderr } = spawnSync("git", args, {
    cwd: folder,
    env,
    encoding: "utf8",
    maxBuffer: Infinity,
  });
  if (error && "code" in error && error.code === "ENOENT") throw new UsageError("there is no git on PATH; install it");
  if (exitCodes.includes(status!)) return stdout;
  throw new UsageError(`git says: ${stderr.trim().split("\n")[0]}`);
}
