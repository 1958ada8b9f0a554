import type { Call, FaultScript } from "./aws/calls";
import { count } from "./counts";
import type { Ended, Engine, StackConfig } from "./engine";

/** An update of the stack, in the midst of which something goes wrong. */
export interface Update {
  /** What is deployed before; nothing where it is the first deployment. */
  readonly from?: StackConfig;
  readonly to: StackConfig;
  readonly args?: readonly string[];
}

/** How a disturbed update went, and what was left after the recovery. */
export interface Outcome {
  readonly ended: Ended;
  /** The calls of the disturbed update and of the recovery. */
  readonly journal: readonly Call[];
  readonly cloud: Awaited<ReturnType<Engine["aws"]["cloud"]>>;
  /** What a preview then says: 0 if there is nothing left to do. */
  readonly settled: number | undefined;
}

export const kinds = ["before", "after", "hang"] as const;

/** Every n-th call of an update, gone wrong in every way. */
export function faultPoints(calls: readonly string[]): (readonly [number, FaultScript["when"]])[] {
  return calls.flatMap((_, index) => kinds.map((when) => [index + 1, when] as const));
}

/** Deploys what the update starts from, and keeps that for `disturb`. */
export async function prepare(engine: Engine, { from }: Update, as: string): Promise<void> {
  await engine.reset();
  if (from) {
    engine.configure(from);
    const { code, text } = await engine.up();
    if (code !== 0) throw new Error(text);
  }
  await engine.save(as);
}

/** The changes of the update when nothing goes wrong, as `Action resource`, sorted, and the cloud afterwards. */
export async function undisturbed(engine: Engine, { to, args = [] }: Update, as: string) {
  await engine.restore(as);
  engine.configure(to);
  const { code, text } = await engine.up(...args);
  if (code !== 0) throw new Error(text);
  const journal = (await engine.aws.journal()).filter(({ seen }) => seen !== undefined);
  const calls = journal.map(({ action, resource }) => `${action} ${resource}`).sort();
  return { calls, journal, cloud: await engine.aws.cloud() };
}

/** Runs the update with one fault in it, then the documented recovery (docs/recovery.md). */
export async function disturb(
  engine: Engine,
  { to, args = [] }: Update,
  as: string,
  fault: FaultScript,
): Promise<Outcome> {
  count("fault points");
  await engine.restore(as);
  engine.configure(to);
  await engine.aws.arm(fault);
  const killed = fault.when === "hang" ? engine.aws.hang() : undefined;
  const ended = await engine.runUntil(killed, "up", "--yes", "--skip-preview", ...args);
  await engine.aws.arm();
  await recover(engine, fault.when === "hang");
  const journal = await engine.aws.journal();
  const cloud = await engine.aws.cloud();
  const { code } = await engine.preview("--expect-no-changes");
  return { ended, journal, cloud, settled: code };
}

async function recover(engine: Engine, killed: boolean): Promise<void> {
  if (killed) {
    await engine.run("cancel", "--yes");
    await engine.refresh("--clear-pending-creates");
  }
  let { code, text } = await engine.up();
  if (code !== 0 && text.includes("Usage Plan already contains the API Key")) {
    await engine.relink();
    await engine.refresh();
    ({ code, text } = await engine.up());
  }
  if (code !== 0) throw new Error(text);
}
