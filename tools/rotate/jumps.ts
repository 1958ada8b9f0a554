import { mapValues } from "../../src/map-values";
import { isEnabled, mayBecome, type Presence } from "../../src/rotation";
import { currentId, generationIn, presenceOf } from "../../src/settings/generations";
import { firstOnTheWay, stepBetween } from "./steps";
import { formatPath } from "../../src/settings/faults";
import type { ServiceKeySettings } from "../../src/settings/service-key";

/** What of a stack's service keys one deployment is compared with the next by. */
export type Keys = Readonly<Record<string, Pick<ServiceKeySettings, "enabled" | "generations">>>;
type Key = Keys[string];

/** Only what one deployment after the other must change, so that two of them are equal where nothing of it differs. */
export function comparable(keys: Keys): Keys {
  return mapValues(keys, ({ enabled, generations }) => ({
    enabled,
    generations: mapValues(generations, ({ state, usagePlan }) => ({ state, usagePlan })),
  }));
}

/** What is compared: the keys of a stack as they are deployed, and as they are to be. */
export interface Comparison {
  readonly stack: string;
  readonly before: Keys;
  readonly after: Keys;
  /** Accepts that a live generation is moved to another plan, which callers notice. */
  readonly allowGap: boolean;
}

/** Every change that one deployment must not make, a line each with the step that is legal instead. */
export function jumps({ stack, before, after, allowGap }: Comparison): string[] {
  return Object.entries(before).flatMap(([name, key]) => {
    const call = `npm run rotate -- ${stack} ${name}`;
    const next = Object.hasOwn(after, name) ? after[name] : undefined;
    if (next === undefined) return key.enabled ? [`${formatPath(["keys", name])}: ${DROPPED}`] : [];
    const ids = [...new Set([...Object.keys(key.generations), ...Object.keys(next.generations)])].sort();
    return ids.flatMap((id) => {
      const path = formatPath(["keys", name, "generations", id]);
      return [...stateJump(key, next, id, call), ...(allowGap ? [] : planMove(key, next, id, call))].map(
        (problem) => `${path}: ${problem}`,
      );
    });
  });
}

const DROPPED = "dropped while the key is on; first give it enabled: false and deploy that";

function stateJump(before: Key, after: Key, id: string, call: string): string[] {
  const [from, to] = [presenceOf(before, id), presenceOf(after, id)];
  // A key that is off has its generations off, whatever their states say.
  const fromOff = !before.enabled && from !== "absent" && mayBecome("disabled", to);
  const toOff = !after.enabled && from !== "absent" && to !== "absent";
  if (mayBecome(from, to) || fromOff || toOff) return [];
  const step = legalStep(before, after, from, to, id);
  return [
    `${from} -> ${to} is not a legal step; ${step ? `first: ${call} ${step}` : `stage a new one: ${call} start`}`,
  ];
}

/** The step that goes the first part of the way, as it is typed. */
function legalStep(before: Key, after: Key, from: Presence, to: Presence, id: string): string | undefined {
  const first = firstOnTheWay(from, to);
  if (first === undefined) return undefined;
  // It is another generation's becoming current that sends this one into grace.
  if (from === "current") {
    const successor = currentId(after);
    return stepBetween(presenceOf(before, successor), "current") ?? `restore ${successor}`;
  }
  const step = stepBetween(from, first);
  return from === "grace" ? `${step} ${id}` : step;
}

function planMove(before: Key, after: Key, id: string, call: string): string[] {
  const [from, to] = [generationIn(before, id)?.usagePlan, generationIn(after, id)?.usagePlan];
  if (from === undefined || from === to || !isLive(before, id) || !isLive(after, id)) return [];
  const gapless = to === undefined ? "" : `without a gap: ${call} start --usage-plan ${to}; `;
  return [
    `a live generation ${to === undefined ? `loses its plan ${from}` : `moves from plan ${from} to ${to}`}, and is refused meanwhile; ${gapless}--allow-gap accepts it`,
  ];
}

function isLive(key: Key, id: string): boolean {
  const state = presenceOf(key, id);
  return key.enabled && state !== "absent" && isEnabled(state);
}
