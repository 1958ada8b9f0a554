import type { Ended } from "./command";
import type { Resource } from "./engine";
import type { Generations, KeyFile, KeyFiles, State } from "./stack-files";

/** What is recorded of a key. Read without the program's own reader, which is what is tested. */
export interface RecordedKey {
  /** What its last deployment wanted; undefined if that did not finish. */
  readonly finished?: {
    readonly enabled: boolean;
    readonly deletionProtection: boolean;
    readonly generations: Readonly<Record<string, State>>;
  };
  readonly hasSecret: boolean;
  readonly generations: Readonly<Record<string, { readonly state?: State; readonly on: boolean }>>;
}

/** The record of a key in the state; undefined if nothing of it was deployed. */
export function recordOf(resources: readonly Resource[], key: string): RecordedKey | undefined {
  const component = resources.find(({ urn }) => urn.endsWith(`:ServiceKey::${key}`));
  if (!component) return undefined;
  const finished = component.outputs?.deployed as RecordedKey["finished"];
  const generations = resources.flatMap(({ urn, type, outputs = {} }) => {
    const [, name, id] = /::([^:]+)-([a-z0-9]+)$/.exec(urn) ?? [];
    if (!type.endsWith(":ApiKey") || name !== key) return [];
    const tags = (outputs.tags ?? {}) as Record<string, string>;
    const state = finished?.generations[id!] ?? (tags["service-keys:state"] as State | undefined);
    return [[id!, { state, on: outputs.enabled !== false }] as const];
  });
  const hasSecret = resources.some(({ urn }) => urn.endsWith(`:Secret::${key}`));
  return { finished, hasSecret, generations: Object.fromEntries(generations) };
}

/** What one deployment may make of a generation, besides leaving it as it is. */
const may: Readonly<Record<State, readonly (State | "absent")[]>> = {
  staged: ["current", "disabled", "revoked"],
  current: ["grace", "revoked"],
  grace: ["current", "disabled", "revoked"],
  disabled: ["grace", "current", "absent", "revoked"],
  revoked: ["absent"],
};

/** The paths at which a file must be refused, sorted; none if it may follow. Written without the program's table. */
export function refusedAt(record: RecordedKey | undefined, files: KeyFiles, key: string): string[] {
  if (!record) return [];
  const file = files[key];
  const ids = Object.keys(record.generations);
  if (file)
    return ids
      .filter((id) => !isLegal(record, id, file))
      .map((id) => `keys.${key}.generations.${id}`)
      .sort();
  const wasOff = record.finished && !isProtected(record.finished) && ids.every((id) => !record.generations[id]!.on);
  return wasOff || (ids.length === 0 && !record.hasSecret) ? [] : [`keys.${key}`];
}

function isLegal({ finished, generations }: RecordedKey, id: string, file: KeyFile): boolean {
  const { state, on } = generations[id]!;
  const to = file.generations[id] ?? "absent";
  // What broke off may be in anybody's hands: nothing of it goes away.
  if (!finished && to === "absent") return false;
  if (state === "revoked") return to === "revoked" || to === "absent";
  if (to === "revoked" || to === state) return true;
  if (to !== "absent" && file.enabled === false) return true;
  if (state === undefined) return to === "staged" || to === "current" || to === "grace";
  // What a hand switched off is off, and still protected.
  const isFree = finished && !on && (to !== "absent" || !isProtected(finished));
  return may[state].includes(to) || (isFree === true && (to === "disabled" || may.disabled.includes(to)));
}

/** True if the engine would refuse to delete what is on by its state. */
function isProtected({ enabled, deletionProtection }: NonNullable<RecordedKey["finished"]>): boolean {
  return enabled && deletionProtection;
}

/** What a preview or deployment said of the key in a file that it refused. */
interface Refusal {
  readonly path: string;
  readonly problem: string;
  readonly advice: string;
}

/** What was refused, from what the CLI printed. */
export function refusalsIn({ text }: Ended): Refusal[] {
  const found = [...text.matchAll(/^ +(keys\.\S+): (.*)\n +(first deploy .*|deploy .*)$/gm)];
  const all = found.map(([, path, problem, advice]) => ({ path: path!, problem: problem!, advice: advice! }));
  return all.filter(({ path }, index) => all.findIndex((it) => it.path === path) === index);
}

/** The states that an advice says to write. */
export function advised(advice: string): Generations | undefined {
  const map = /deploy (\{.*?\})/.exec(advice)?.[1];
  if (map === undefined) return undefined;
  return JSON.parse(map.replace(/: (\w+)/g, ': "$1"')) as Generations;
}
