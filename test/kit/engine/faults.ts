import type { Call, FaultScript } from "../../../harness/aws/calls";
import { count } from "./counts";
import type { Ended, Engine } from "./engine";
import { violations } from "./invariants";
import { recover } from "./recovery";
import type { Update } from "./update";
import { found, planName } from "./wanted";

/** The outcome of a disturbed update and its recovery. */
export interface Outcome {
  readonly ended: Ended;
  /** The calls of the disturbed update and of the recovery. */
  readonly journal: readonly Call[];
  /** Broken invariants after any of these calls. */
  readonly violations: readonly string[];
  /** What consumers find in the end. */
  readonly found: readonly string[];
  /** What AWS made in the disturbed update but the state does not have, such as `ApiKey one-2`. */
  readonly lost: readonly string[];
  /** What exists in the end but is not in the state. */
  readonly left: readonly string[];
  /** The exit code of a preview then: 0 if there is nothing left to do. */
  readonly settled: number | undefined;
}

export const kinds = ["before", "after", "hang"] as const;

/** Each call of an update, failing in each way. */
export function faultPoints(calls: readonly string[]): (readonly [number, FaultScript["when"]])[] {
  return calls.flatMap((_, index) => kinds.map((when) => [index + 1, when] as const));
}

/** Deploys what the update starts from, and saves it for `disturb`. */
export async function prepare(engine: Engine, { from }: Update, as: string): Promise<void> {
  await engine.reset();
  if (from) await deploy(engine, { to: from });
  await engine.save(as);
}

/** The update without a fault, from what `prepare` saved. */
export async function undisturbed(engine: Engine, update: Update, as: string) {
  await engine.restore(as);
  return deploy(engine, update);
}

/** Updates the stack from its present state. The changes are `Action resource`: in order in the journal, otherwise sorted. */
export async function deploy(engine: Engine, update: Update) {
  engine.configure(update.to);
  const { code, text } = await engine.up(...(update.args ?? []));
  if (code !== 0) throw new Error(text);
  const journal = (await engine.aws.journal()).filter(({ seen }) => seen !== undefined);
  return {
    journal,
    calls: journal.map(({ action, resource }) => `${action} ${resource}`).sort(),
    violations: violations(update, journal),
    found: found(await engine.aws.view()),
    outputs: await outputs(engine),
  };
}

/** The key that the stack's outputs name for each service, by id and by value. */
async function outputs(engine: Engine): Promise<Record<string, string>> {
  const { stdout } = await engine.run("stack", "output", "--json", "--show-secrets");
  const { apiKeyIds, apiKeyValues } = JSON.parse(stdout) as Record<string, Record<string, string>>;
  const inventory = await engine.aws.inventory();
  const named = Object.entries(apiKeyIds!).map(async ([service, id]) => {
    const name = inventory[id]!.replace("ApiKey ", "");
    const value = await engine.aws.value(service, name.slice(service.length + 1));
    return [service, apiKeyValues![service] === value ? name : `${name}, but the value of another key`] as const;
  });
  return Object.fromEntries(await Promise.all(named));
}

/** Runs the update with one fault, then the documented recovery (docs/recovery.md). */
export async function disturb(engine: Engine, update: Update, as: string, fault: FaultScript): Promise<Outcome> {
  count("fault points");
  await engine.restore(as);
  const before = Object.keys(await engine.aws.inventory());
  const ended = await breakOff(engine, update, fault);
  const lost = await unknown(engine, before);
  await recover(engine, update);
  const journal = await engine.aws.journal();
  const { code } = await engine.preview("--expect-no-changes");
  return {
    ended,
    journal,
    violations: violations(update, journal),
    found: found(await engine.aws.view()),
    lost,
    left: await unknown(engine, before),
    settled: code,
  };
}

/** Runs the update with one fault, and leaves the stack as it is then. */
export async function breakOff(engine: Engine, { to, args = [] }: Update, fault: FaultScript): Promise<Ended> {
  engine.configure(to);
  await engine.aws.arm(fault);
  const killed = fault.when === "hang" ? engine.aws.hang() : undefined;
  const ended = await engine.runUntil(killed, "up", "--yes", "--skip-preview", ...args);
  await engine.aws.arm();
  return ended;
}

/** What the call leaves behind if its answer is lost: the recovery makes a second one. */
export function orphanOf({ action, resource }: Call): string[] {
  const type = { PutSecretValue: "SecretVersion" }[action] ?? /^Create(ApiKey|Secret|UsagePlan)$/.exec(action)?.[1];
  return type === undefined ? [] : [`${type} ${resource}`];
}

async function unknown(engine: Engine, before: readonly string[]): Promise<string[]> {
  const known = new Set([...before, ...(await engine.state()).map(({ id }) => id)]);
  const inventory = Object.entries(await engine.aws.inventory());
  return inventory.flatMap(([id, name]) => (known.has(id) ? [] : [planName(name)])).sort();
}
