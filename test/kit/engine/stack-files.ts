import type { StackConfig } from "./engine";

/** The states of a generation that a stack file may name. */
export type State = "staged" | "current" | "grace" | "disabled" | "revoked";

/** The generations of a key, id to state. */
export type Generations = Readonly<Record<string, State>>;

/** What a stack file says of one key, as far as a rotation goes. */
export interface KeyFile {
  readonly generations: Generations;
  readonly enabled?: false;
  readonly usagePlan?: string;
}

/** The keys of a stack file, by name. */
export type KeyFiles = Readonly<Record<string, KeyFile>>;

const stage = { apiId: "abc", stage: "live" };
const usagePlans = {
  basic: { throttle: { rateLimit: 5, burstLimit: 10 }, apiStages: [stage] },
  plus: { throttle: { rateLimit: 50, burstLimit: 100 }, apiStages: [stage] },
};

/** A stack file whose keys are published; a key's plan is `basic` unless it says another. */
export function stackFile(keys: KeyFiles, more: StackConfig = {}): StackConfig {
  const withPlans = Object.entries(keys).map(([name, key]) => [name, { usagePlan: "basic", ...key }]);
  return { keys: Object.fromEntries(withPlans) as object, usagePlans, secretsManager: {}, ...more };
}

/** A file of the key `one` in one line, such as `{ "1": grace, "2": current }, enabled: false`. */
export function written(key: KeyFile | undefined): string {
  if (!key) return "left out";
  const states = Object.entries(key.generations).map(([id, state]) => `"${id}": ${state}`);
  const more = [...(key.enabled === false ? ["off"] : []), ...(key.usagePlan ? [`plan ${key.usagePlan}`] : [])];
  return [`{ ${states.join(", ")} }`, ...more].join(", ");
}

/** The files that one command of `rotate`, or one entry, makes of a file, by what is done. */
export function nextSteps(key: KeyFile): Readonly<Record<string, KeyFile>> {
  const { generations } = key;
  const find = (state: State) => Object.keys(generations).find((id) => generations[id] === state);
  const [current = "", staged, grace] = [find("current"), find("staged"), find("grace")];
  const [disabled, revoked] = [find("disabled"), find("revoked")];
  const to = (change: Readonly<Record<string, State | "absent">>): KeyFile => {
    const all = Object.entries({ ...generations, ...change }).filter(([, state]) => state !== "absent");
    return { ...key, generations: Object.fromEntries(all) as Generations };
  };
  const next = `${Math.max(...Object.keys(generations).map(Number)) + 1}`;
  const { enabled, ...switchedOn } = key;
  return {
    "the same file": key,
    ...(!staged && { start: to({ [next]: "staged" }), "start --now": to({ [next]: "current", [current]: "grace" }) }),
    ...(staged && { promote: to({ [staged]: "current", [current]: "grace" }), cancel: to({ [staged]: "disabled" }) }),
    ...(grace && { rollback: to({ [grace]: "current", [current]: "grace" }), retire: to({ [grace]: "disabled" }) }),
    ...(disabled && { restore: to({ [disabled]: "grace" }), remove: to({ [disabled]: "absent" }) }),
    ...(revoked && { "remove what was revoked": to({ [revoked]: "absent" }) }),
    revoke: to({ [current]: "revoked", [next]: "current" }),
    "another plan": { ...key, usagePlan: key.usagePlan === "plus" ? "basic" : "plus" },
    ...(enabled === false ? { "key on": switchedOn } : { "key off": { ...key, enabled: false } }),
  };
}

/** Every sound file with these generations and at most one new one, on and off: legal and illegal ones. */
export function everyFile(ids: readonly string[]): KeyFile[] {
  const presences = ["absent", "staged", "current", "grace", "disabled", "revoked"] as const;
  const next = `${Math.max(0, ...ids.map(Number)) + 1}`;
  let all: Record<string, State>[] = [{}, { [next]: "current" }];
  for (const id of ids) {
    all = all.flatMap((states) => presences.map((state) => (state === "absent" ? states : { ...states, [id]: state })));
  }
  const count = (states: Generations, state: State) => Object.values(states).filter((it) => it === state).length;
  const sound = all.filter((states) => count(states, "current") === 1 && count(states, "staged") <= 1);
  return sound.flatMap((generations) => [{ generations }, { generations, enabled: false as const }]);
}
