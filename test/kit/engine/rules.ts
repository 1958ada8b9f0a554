import type { Resource } from "./engine";
import type { KeyFile, KeyFiles, State } from "./stack-files";

/** What is recorded of a key. Read without the program's own reader, which is what is tested. */
export interface RecordedKey {
  /** What its last deployment wanted; undefined if that did not finish. */
  readonly finished?: {
    readonly enabled: boolean;
    readonly deletionProtection: boolean;
    readonly generations: Readonly<Record<string, State>>;
  };
  readonly hasSecret: boolean;
  readonly generations: Readonly<
    Record<string, { readonly state?: State; readonly since?: string; readonly on: boolean; readonly linked: boolean }>
  >;
}

/** The record of a key in the state; undefined if nothing of it was deployed. */
export function recordOf(resources: readonly Resource[], key: string): RecordedKey | undefined {
  const named = (kind: string) =>
    resources.flatMap(({ urn, type, outputs = {} }) => {
      const name = urn.split("::").at(-1)!;
      return type.endsWith(`:${kind}`) && name.replace(/-[a-z0-9]+$/, "") === key
        ? [{ id: name.slice(key.length + 1), outputs }]
        : [];
    });
  const component = resources.find(({ urn }) => urn.endsWith(`:ServiceKey::${key}`));
  if (!component) return undefined;
  const finished = component.outputs?.deployed as RecordedKey["finished"];
  const links = named("UsagePlanKey").map(({ id }) => id);
  const generations = named("ApiKey").map(({ id, outputs }) => {
    const tags = (outputs.tags ?? {}) as Record<string, string>;
    const state = finished?.generations[id] ?? (tags["service-keys:state"] as State | undefined);
    return [
      id,
      { state, since: tags["service-keys:since"], on: outputs.enabled !== false, linked: links.includes(id) },
    ];
  });
  const hasSecret = resources.some(({ urn }) => urn.endsWith(`:Secret::${key}`));
  return { finished, hasSecret, generations: Object.fromEntries(generations) as RecordedKey["generations"] };
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
  const { state, on, linked } = generations[id]!;
  const to = file.generations[id] ?? "absent";
  // What broke off may be in anybody's hands: nothing of it goes away, but for what was never in a plan.
  if (!finished && to === "absent") return state === "staged" && !linked;
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
