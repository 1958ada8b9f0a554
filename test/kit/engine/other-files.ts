import type { StackConfig } from "./engine";
import { generationsOf } from "./wanted";

/** The same file with all keys on another plan, and with all keys off, by the change. */
export function elsewhere(file: StackConfig): Readonly<Record<string, StackConfig>> {
  return {
    "another plan": eachKey(file, () => ({ usagePlan: "plus" })),
    "key off": eachKey(file, () => ({ enabled: false })),
  };
}

/**
 * The files that one pull request may make from a file with the key `one`, by the change. Written without the program's own
 * table, which is what is tested.
 *
 * @param deployed the deployed file, if it is another one: a pull request may go back to it.
 */
export function nextFiles(file: StackConfig, deployed: StackConfig = file): Readonly<Record<string, StackConfig>> {
  const states = generationsOf(file).one as Readonly<Record<string, string>>;
  const key = (file.keys as Readonly<Record<string, { readonly enabled?: boolean }>>).one!;
  const [current = "", staged, grace, disabled] = ["current", "staged", "grace", "disabled"].map((state) =>
    Object.keys(states).find((id) => states[id] === state),
  );
  const to = (change: Readonly<Record<string, string>>) => {
    const generations = Object.entries({ ...states, ...change }).filter(([, state]) => state !== "absent");
    return eachKey(file, () => ({ generations: Object.fromEntries(generations) as object }));
  };
  const next = String(Math.max(...Object.keys(states).map(Number)) + 1);
  return {
    "the same": file,
    ...(deployed !== file && { "taken back": deployed }),
    ...(!staged && { start: to({ [next]: "staged" }), "start --now": to({ [next]: "current", [current]: "grace" }) }),
    ...(staged && { promote: to({ [staged]: "current", [current]: "grace" }), cancel: to({ [staged]: "disabled" }) }),
    ...(grace && { "roll back": to({ [grace]: "current", [current]: "grace" }), retire: to({ [grace]: "disabled" }) }),
    ...(disabled && { restore: to({ [disabled]: "grace" }), remove: to({ [disabled]: "absent" }) }),
    ...elsewhere(file),
    "back on its plan": eachKey(file, () => ({ usagePlan: "basic" })),
    ...(key.enabled === false && { "key on": eachKey(file, () => ({ enabled: true })) }),
  };
}

/** The same file with readers for all its keys. */
export function withReaders(file: StackConfig): StackConfig {
  return eachKey(file, () => ({ readers: ["arn:aws:iam::111122223333:role/consumer"] }));
}

/** The file with the generations that only the one before it has, as disabled. */
export function switchedOff(before: StackConfig, file: StackConfig): StackConfig {
  return eachKey(file, (name) => {
    const generations = generationsOf(file)[name];
    const old = Object.keys(generationsOf(before)[name] ?? {}).map((id) => [id, "disabled"]);
    return { generations: { ...Object.fromEntries(old), ...generations } as object };
  });
}

function eachKey(file: StackConfig, change: (name: string) => object): StackConfig {
  const keys = Object.entries(file.keys as Readonly<Record<string, object>>);
  return {
    ...file,
    keys: Object.fromEntries(keys.map(([name, key]) => [name, { ...key, ...change(name) }])),
  };
}
