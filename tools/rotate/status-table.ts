import type { GenerationState } from "../../src/rotation";
import { listed } from "../../src/settings/faults";
import type { nextStep } from "../calendar/due-steps";
import type { Since } from "../calendar/since";
import type { Day } from "../days";
import { painter } from "../paint";
import { fit, WIDTH } from "../table";

/** The state of a key. */
export interface KeyStatus {
  readonly name: string;
  readonly enabled: boolean;
  readonly hasCalendar: boolean;
  /** Why no step may be made now, as a clause. */
  readonly heldBecause?: string;
  readonly generations: Readonly<Record<string, GenerationStatus>>;
  /** The legal steps, as the user types them. */
  readonly legal: readonly string[];
  readonly due: ReturnType<typeof nextStep>;
}

interface GenerationStatus extends Since {
  readonly state: GenerationState;
  readonly usagePlan: string | null;
}

const HEADS = ["key", "id", "state", "plan", "since", "commit", "next step"] as const;
/** The columns that are shortened if a line would be too long. */
const [KEY, PLAN] = [0, 3];

/** The keys of a stack as a table: a line for each generation, and below them the legal steps of the key. */
export function statusTable(stack: string, today: Day, keys: readonly KeyStatus[], colour: boolean): string {
  const paint = painter(colour);
  const rows = keys.map((key) => cellsOf(key, today));
  const widths = widthsOf([HEADS, ...rows.flat()]);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => fit(cell, widths[column]!))
      .join("  ")
      .trimEnd();
  return [
    `Stack ${stack} on ${today}, by its file and by git`,
    "",
    paint("bold", line(HEADS)),
    ...keys.flatMap((key, index) => [
      ...Object.entries(key.generations).map(([id, generation], row) => {
        const text = line(rows[index]![row]!);
        const isDue = key.due?.generation === id && key.due.on <= today;
        return paint(isDue ? "yellow" : generation.state === "disabled" ? "dim" : undefined, text);
      }),
      ...wrapped(key.legal).map((text) => paint("dim", text)),
    ]),
    ...notes(keys).flatMap((note) => ["", note]),
  ].join("\n");
}

function cellsOf({ name, enabled, generations, due }: KeyStatus, today: Day): string[][] {
  return Object.entries(generations).map(([id, { state, usagePlan, since, commit }], index) => [
    index === 0 ? name : "",
    id,
    enabled ? state : `${state}, off`,
    usagePlan ?? "-",
    since ?? "-",
    commit?.slice(0, 7) ?? "-",
    due?.generation === id ? `${due.step} ${due.on <= today ? "due" : "on"} ${due.on}` : "",
  ]);
}

/** Each as wide as its longest cell. The two columns of names share the rest of the line. */
function widthsOf(rows: readonly (readonly string[])[]): number[] {
  const widths = HEADS.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const gaps = 2 * (widths.length - 1);
  const room =
    WIDTH - gaps - widths.reduce((sum, width, column) => (column === KEY || column === PLAN ? sum : sum + width), 0);
  const half = Math.floor(room / 2);
  const [key, plan] = [widths[KEY]!, widths[PLAN]!];
  if (key + plan > room) {
    widths[KEY] = Math.min(key, Math.max(half, room - plan));
    widths[PLAN] = room - widths[KEY];
  }
  return widths;
}

/** The legal steps, in as many lines as they take. */
function wrapped(legal: readonly string[]): string[] {
  const lines = [`  legal now: ${legal[0]}`];
  for (const step of legal.slice(1)) {
    const longer = `${lines.at(-1)}, ${step}`;
    if (longer.length < WIDTH) lines[lines.length - 1] = longer;
    else {
      lines[lines.length - 1] += ",";
      lines.push(`    ${step}`);
    }
  }
  return lines;
}

/** Which keys may be removed, why a day is not known, why steps must wait, and that there is no calendar. */
function notes(keys: readonly KeyStatus[]): string[] {
  const undated = keys.flatMap(({ name, generations }) =>
    Object.entries(generations).map(([id, { unknown }]) => ({ name: `${name} ${id}`, because: unknown })),
  );
  const waiting = keys.map(({ name, heldBecause }) => ({ name, because: heldBecause }));
  const off = keys.flatMap(({ name, enabled }) => (enabled ? [] : [name]));
  return [
    ...(off.length === 0
      ? []
      : [`Off by enabled: false, and free to be removed once that is deployed: ${listed(off)}`]),
    ...byReason(undated).map(([because, names]) => `No day is known for ${listed(names)}: ${because}`),
    ...byReason(waiting).map(([because, names]) => `Every step is held back for ${listed(names)}: ${because}`),
    ...(keys.some(({ hasCalendar }) => hasCalendar)
      ? []
      : ["No key here has a calendar, so no step is ever due: see docs/rotation.md"]),
  ];
}

function byReason(all: readonly { readonly name: string; readonly because?: string }[]): [string, string[]][] {
  const reasons = [...new Set(all.flatMap(({ because }) => because ?? []))];
  return reasons.map((reason) => [reason, all.flatMap((it) => (it.because === reason ? [it.name] : []))]);
}
