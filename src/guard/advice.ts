import type { DeployedGeneration, DeployedKey } from "../last-deployment";
import { valueIn } from "../map-values";
import { byAge, distance, nextId, type Presence, type States, type Step } from "../rotation";

type MayFollow = (generation: DeployedGeneration, to: Presence) => boolean;
type Presences = Readonly<Record<string, Presence>>;

/**
 * What to write in place of states that may not follow the last deployment: every generation that was deployed goes one step
 * at most along its shortest way, and one of them is current.
 *
 * @param wanted the states that were refused.
 * @param mayFollow whether one deployment may move a generation there.
 */
export function nextDeployment(last: DeployedKey, wanted: States, mayFollow: MayFollow): string {
  const next = nearestStates(last, wanted, mayFollow);
  const way = Object.keys(last.generations).map((id) => distance(next[id]!, valueIn(wanted, id) ?? "absent"));
  const farthest = Math.max(...way);
  const verb = verbFor(last, next);
  const what = `${written(next)}${verb === undefined ? "" : ` (${verb})`}`;
  if (farthest === Infinity) return `deploy ${what} instead`;
  const after = farthest > 1 ? "then go on step by step" : "then this";
  const isLost = (id: string) => !Object.hasOwn(wanted, id) && !mayFollow(last.generations[id]!, "absent");
  const lost = Object.keys(last.generations).some(isLost) ? "; put back what is missing by mistake" : "";
  const several = last.finished ? "; if several pull requests were merged, deploy the commit of the first one" : "";
  return `first deploy ${what}, ${after}${lost}${several}`;
}

/** Of all the states that may follow, those from which the wanted ones are nearest. */
function nearestStates(last: DeployedKey, wanted: States, mayFollow: MayFollow): Presences {
  const targets = new Map(Object.keys(last.generations).map((id) => [id, valueIn(wanted, id) ?? "absent"] as const));
  // If none that was deployed can be current, a new one is: that of the settings, or the next.
  const made = Object.keys(wanted).filter((id) => wanted[id] === "current" && !targets.has(id));
  const fallback = [...made, nextId([...targets.keys(), ...Object.keys(wanted)])][0]!;
  const choices = [...targets.keys(), ...made].flatMap((current) => {
    const choice = withCurrent(current, last, targets, mayFollow);
    return choice ? [choice] : [];
  });
  const first = choices[0] ?? withCurrent(fallback, last, targets, mayFollow)!;
  return choices.reduce((best, choice) => (choice.way < best.way ? choice : best), first).states;
}

/** The nearest states in which this generation is the current one; undefined if it cannot be. */
function withCurrent(
  current: string,
  last: DeployedKey,
  targets: ReadonlyMap<string, Presence>,
  mayFollow: MayFollow,
): { readonly states: Presences; readonly way: number } | undefined {
  const states: Record<string, Presence> = {};
  let way = 0;
  for (const [id, target] of targets) {
    const generation = last.generations[id]!;
    const isStaged = Object.values(states).includes("staged");
    const allowed = PRESENCES.filter(
      (to) =>
        (to === "current") === (id === current) &&
        !(to === "staged" && isStaged) &&
        // It is advised only to those who want it, or where it was deployed.
        (to !== "revoked" || target === "revoked" || generation.state === "revoked") &&
        mayFollow(generation, to),
    );
    const [first, ...others] = allowed;
    if (first === undefined) return undefined;
    const length = (to: Presence) => wayTo(target, to) + (to === generation.state ? 0 : 0.1);
    const nearest = others.reduce((best, to) => (length(to) < length(best) ? to : best), first);
    states[id] = nearest;
    way += length(nearest);
  }
  return { states: { ...states, [current]: "current" }, way };
}

/** Of two that are as near, the first. `staged` is for what was surely not handed over. */
const PRESENCES: readonly Presence[] = ["current", "grace", "disabled", "staged", "revoked", "absent"];

/** How far a generation still is from its target. One that was deleted never gets there: it would be made anew. */
function wayTo(target: Presence, from: Presence): number {
  return from === "absent" && target !== "absent" ? FAR : Math.min(distance(from, target), FAR);
}

/** Longer than any way. */
const FAR = 100;

/** The verb of `npm run rotate` that makes these states of what was deployed, if one does. */
function verbFor({ generations }: DeployedKey, next: Presences): Step | undefined {
  const current = Object.keys(next).find((id) => next[id] === "current")!;
  const before = (id: string) => valueIn(generations, id)?.state;
  const changed = Object.keys(next).filter((id) => next[id] !== before(id));
  if (changed.some((id) => next[id] === "revoked")) return "revoke";
  if (before(current) === "staged") return "promote";
  if (before(current) === "grace") return "rollback";
  if (!Object.hasOwn(generations, current)) return "start --now";
  // Two were current as a promotion broke off: it is finished, or taken back.
  const other = changed.find((id) => before(id) === "current" && next[id] === "grace");
  if (other !== undefined && before(current) === "current") return byAge(other, current) < 0 ? "promote" : "rollback";
  const [id, ...more] = changed;
  if (id === undefined || more.length > 0) return undefined;
  return SINGLE_STEPS[`${before(id)} -> ${next[id]}`];
}

const SINGLE_STEPS: Readonly<Record<string, Step>> = {
  "staged -> disabled": "cancel",
  "grace -> disabled": "retire",
  "disabled -> grace": "restore",
  "disabled -> absent": "remove",
  "revoked -> absent": "remove",
};

/** As it is written in a stack file. */
function written(states: Presences): string {
  const present = Object.keys(states).filter((id) => states[id] !== "absent");
  return `{ ${present.map((id) => `${JSON.stringify(id)}: ${states[id]}`).join(", ")} }`;
}
