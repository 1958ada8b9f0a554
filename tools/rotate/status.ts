/** `npm run rotate -- STACK status`: where the keys of a stack stand, and which steps are legal. */
import type { LastDeployment } from "../../src/last-deployment";
import { mapValues } from "../../src/map-values";
import type { States } from "../../src/rotation";
import { listed } from "../../src/settings/faults";
import type { Answer } from "../command";
import type { Day } from "../days";
import { DeployedUnknown, readDeployed } from "../deployed";
import { formatLocatedFaults } from "../stack-file/located-faults";
import { readStackFile, type SoundStackFile } from "../stack-file/stack-file";
import { columns, type Paint, painter } from "../terminal";
import { nextStep, type NextStep } from "./calendar";
import { type GenerationStanding, type KeyStanding, standings } from "./standing";
import { keysOf, type Surroundings } from "./step";
import { legalSteps } from "./steps";

/** A call of `status`. */
export interface StatusCall {
  readonly stack: string;
  /** Undefined for every key of the stack. */
  readonly key?: string;
  /** The export of the stack; undefined if the Pulumi CLI is to be asked. */
  readonly deployed?: string;
  readonly json: boolean;
}

/**
 * Shows the states of the keys of a stack, by its file and by what was last deployed.
 *
 * @throws {UsageError} for a missing key, and for a file that cannot be read.
 */
export function status(call: StatusCall, around: Surroundings): Answer {
  const file = readStackFile(around.folder, call.stack);
  if (file.faults) return { exitCode: 1, stderr: formatLocatedFaults(call.stack, file.faults) };
  const { last, unknown } = lastDeployment(file, call.deployed, around);
  const { today } = around;
  const all = standings({ settings: file.settings, last, today });
  const keys = keysOf(call, file.settings).map((name): KeyStatus => {
    const states = mapValues(file.settings.keys[name]!.generations, ({ state }) => state);
    return { ...all[name]!, name, states, legal: legalSteps(states), due: nextStep(all[name]!, today) };
  });
  if (call.json) return { exitCode: 0, stdout: statusJson(call.stack, today, keys), stderr: unknown };
  return { exitCode: 0, stdout: statusText(call.stack, keys, { today, unknown, paint: painter(around.colour) }) };
}

interface KeyStatus extends KeyStanding {
  readonly name: string;
  /** In the file. */
  readonly states: States;
  /** The legal steps, as the user types them. */
  readonly legal: readonly string[];
  readonly due: NextStep | undefined;
}

/** What was deployed, or in a sentence why that is not known. */
function lastDeployment({ stack, project }: SoundStackFile, from: string | undefined, around: Surroundings) {
  try {
    const last: LastDeployment = readDeployed({ ...around, stack, project, from });
    return { last };
  } catch (error) {
    if (!(error instanceof DeployedUnknown)) throw error;
    return { unknown: `By the file alone, as ${error.message}` };
  }
}

function statusJson(stack: string, on: Day, all: readonly KeyStatus[]): string {
  const keys = all.map(({ name, finished, generations, legal, due = null }) => {
    const shown = mapValues(generations, ({ state, deployed, usagePlan, since }) => {
      return { state: state === "absent" ? null : state, deployed, usagePlan, since };
    });
    return [name, { finished, generations: shown, legal, due }] as const;
  });
  return JSON.stringify({ stack, on, keys: Object.fromEntries(keys) }, null, 2);
}

interface Shown {
  readonly today: Day;
  /** Why it is not known what was deployed. */
  readonly unknown: string | undefined;
  readonly paint: Paint;
}

/** A table with a line for each generation, the legal steps of each key, and what else there is to know. */
function statusText(stack: string, keys: readonly KeyStatus[], { today, unknown, paint }: Shown): string {
  const rows = keys.flatMap((key) => rowsOf(key, { today, isKnown: unknown === undefined }));
  const [heads, ...lines] = columns(
    ["key", "id", "state", "plan", "since", "next step"],
    rows.map(({ cells }) => cells),
  );
  const name = Math.max(...keys.map((key) => key.name.length));
  return [
    `Stack ${stack} on ${today}`,
    ...(unknown === undefined ? [] : [unknown]),
    "",
    paint("bold", heads!),
    ...lines.map((line, row) => paint(rows[row]!.format, line)),
    "",
    "Legal now:",
    ...keys.map((key) => `  ${key.name.padEnd(name)}  ${key.legal.join(", ")}`),
    ...notesOn(keys).flatMap((note) => ["", note]),
  ].join("\n");
}

function rowsOf(key: KeyStatus, { today, isKnown }: { readonly today: Day; readonly isKnown: boolean }) {
  return Object.entries(key.generations).map(([id, generation], index) => {
    const step = key.due?.generation === id ? key.due : undefined;
    const isDue = step !== undefined && step.on <= today;
    const next = step === undefined ? "" : `${step.step} ${isDue ? "due" : "on"} ${step.on}`;
    const state = isKnown ? stateIn(generation) : generation.state;
    return {
      cells: [
        index === 0 ? key.name : "",
        id,
        key.enabled ? state : `${state}, off`,
        generation.usagePlan ?? "-",
        generation.since ?? "-",
        next,
      ],
      format: formatOf(generation, isDue),
    };
  });
}

/** The state in the file, and the deployed one if that is another. */
function stateIn({ state, deployed, isDeployed }: GenerationStanding): string {
  if (state === deployed) return state;
  const now = state === "absent" ? "left out" : state;
  return isDeployed ? `${now}, deployed: ${deployed ?? "unknown"}` : `${now}, not deployed`;
}

function formatOf({ state }: GenerationStanding, isDue: boolean): "yellow" | "dim" | undefined {
  if (isDue) return "yellow";
  return state === "disabled" || state === "revoked" || state === "absent" ? "dim" : undefined;
}

/** Which keys may be removed, why steps must wait, and that there is no calendar. */
function notesOn(keys: readonly KeyStatus[]): string[] {
  const named = (those: readonly KeyStatus[]) => listed(those.map(({ name }) => name));
  const off = keys.filter(({ enabled }) => !enabled);
  const held = keys.filter(({ heldBecause }) => heldBecause !== undefined);
  const reasons = [...new Set(held.map(({ heldBecause }) => heldBecause!))];
  return [
    ...(off.length > 0 ? [`Off by enabled: false, and free to be removed once that is deployed: ${named(off)}`] : []),
    ...reasons.map(
      (reason) => `No step is due for ${named(held.filter(({ heldBecause }) => heldBecause === reason))}: ${reason}`,
    ),
    ...(keys.some(({ rotation }) => rotation !== undefined)
      ? []
      : ["No key here has a calendar, so no step is ever due: see docs/rotation.md"]),
  ];
}
