import { mapValues } from "../../src/map-values";
import { isEnabled, mayBecome, type Presence } from "../../src/rotation";
import { currentId } from "../../src/settings/generations";
import { firstOnTheWay, stepBetween } from "./steps";
import { formatPath } from "../../src/settings/faults";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { generationIn, presenceOf } from "../generation-in";

/** The part of a stack's service keys that two deployments are compared by. */
export type Keys = Readonly<Record<string, Pick<ServiceKeySettings, "enabled" | "generations">>>;
type Key = Keys[string];

/** The compared part alone, so that equal values need no deployment of their own. */
export function comparable(keys: Keys): Keys {
  return mapValues(keys, ({ enabled, generations }) => ({
    enabled,
    generations: mapValues(generations, ({ state, usagePlan }) => ({ state, usagePlan })),
  }));
}

/** The keys of a stack as deployed and as wanted. */
export interface Comparison {
  readonly stack: string;
  readonly before: Keys;
  readonly after: Keys;
  /** Accepts that a live generation moves to another plan, which callers notice. */
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
  // If a key is off, all its generations are off, whatever their states.
  const fromOff = !before.enabled && from !== "absent" && mayBecome("disabled", to);
  const toOff = !after.enabled && from !== "absent" && to !== "absent";
  if (mayBecome(from, to) || fromOff || toOff) return [];
  const step = legalStep(before, after, from, to, id);
  return [
    `${from} -> ${to} is not a legal step; ${step ? `first: ${call} ${step}` : `stage a new one: ${call} start`}`,
  ];
}

/** The first legal step on the way, as the user types it. */
function legalStep(before: Key, after: Key, from: Presence, to: Presence, id: string): string | undefined {
  const first = firstOnTheWay(from, to);
  if (first === undefined) return undefined;
  // This one goes into grace when another generation becomes current.
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
    `a live generation ${to === undefined ? `loses its plan ${from}` : `moves from plan ${from} to ${to}`}, and its calls are refused meanwhile; ${gapless}--allow-gap accepts it`,
  ];
}

function isLive(key: Key, id: string): boolean {
  const state = presenceOf(key, id);
  return key.enabled && state !== "absent" && isEnabled(state);
}
