import type { Settings } from "../../src/settings";
import type { GenerationSettings } from "../../src/settings/generations";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import type { Day } from "../days";
import type { History } from "../stack-file/history";
import { usedWithin, type UsageReport } from "../usage-file";
import type { CalendarGeneration, CalendarKey } from "./due-steps";
import { keyHistories, type Since } from "./since";

/** A key of a stack as the calendar sees it, with the commits that give the days. */
export interface DatedKey extends CalendarKey {
  readonly generations: Readonly<Record<string, CalendarGeneration & Since>>;
}

/** What the calendar of a stack is made from. */
export interface StackToDate {
  readonly settings: Settings;
  /** Undefined if the stack file has no history in git. */
  readonly history: History | undefined;
  /** Without it, it is not known what is still used or what is deployed. */
  readonly usage?: UsageReport;
  readonly today: Day;
}

/** The keys of a stack, dated by git. */
export function datedKeys({ settings, history, usage, today }: StackToDate): Readonly<Record<string, DatedKey>> {
  const histories = keyHistories(history, settings);
  const keys = Object.entries(settings.keys).map(([name, key]): [string, DatedKey] => {
    const { generations: dates, changed } = histories.get(name)!;
    const dated = Object.entries(key.generations).map(([id, { state }]) => {
      const inUse =
        state === "grace" && key.rotation ? useOf(usage, name, id, key.rotation.quietDays, today) : undefined;
      return [id, { state, ...dates[id]!, inUse }] as const;
    });
    const heldBecause = changed ? UNCOMMITTED : usage && deploymentGap(usage, name, key);
    return [
      name,
      { enabled: key.enabled, rotation: key.rotation, generations: Object.fromEntries(dated), heldBecause },
    ];
  });
  return Object.fromEntries(keys);
}

const UNCOMMITTED = "it is not committed yet";
const NOT_DEPLOYED = "not deployed yet";
const NOT_RECORDED = "the stack's state does not have what is deployed of it: deploy it once";

function useOf(usage: UsageReport | undefined, key: string, generation: string, quietDays: number, today: Day) {
  if (usage === undefined)
    return "it is not known who still uses it: run npm run usage with --json, and give its output with --usage FILE";
  return usedWithin(usage, { key, generation }, quietDays, today);
}

/** Why the deployed key may differ from the file's, as a clause; undefined if it does not. */
function deploymentGap(usage: UsageReport, name: string, key: ServiceKeySettings): string | undefined {
  const deployed = usage.generations.filter((it) => it.key === name);
  const isAsWanted = ({ generation, state }: { generation: string; state: GenerationSettings["state"] | null }) =>
    Object.hasOwn(key.generations, generation) && (state === null || state === key.generations[generation]!.state);
  if (deployed.length !== Object.keys(key.generations).length || !deployed.every(isAsWanted)) return NOT_DEPLOYED;
  return deployed.some(({ state }) => state === null) ? NOT_RECORDED : undefined;
}
