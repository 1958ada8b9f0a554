import { printable } from "./printable";

/** One thing that is wrong with the configuration. */
export interface Fault {
  /** Where: names joined by dots, without namespace, such as `keys.openai.usagePlan` or `usagePlans.p.apiStages[0].stage`. */
  readonly path: string;
  /** What was given, what is allowed and what to do, in one line or two. Never quotes anything from below an encrypted entry. */
  readonly problem: string;
}

/** The names and list positions from the top to a value. */
export type Path = readonly PropertyKey[];

/** Renders a path: `keys.openai`, `apiStages[0]`, `aws:region`, and `throttle["/chat/POST"]` for a name with other characters. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    const name = String(step);
    if (text === "" && /^aws:\w+$/i.test(name)) return name;
    if (!/^[\w-]+$/.test(name)) return `${text}[${printable(JSON.stringify(name))}]`;
    return text === "" ? name : `${text}.${name}`;
  }, "");
}

/** The same faults, each once, sorted by path in code units. */
export function sortFaults<T extends Fault>(faults: readonly T[]): T[] {
  const byText = new Map(faults.map((fault) => [`${fault.path}\0${fault.problem}`, fault]));
  return [...byText.keys()].sort().map((text) => byText.get(text)!);
}

/** The text that reports all faults of one stack: a headline, then one line each. */
export function formatFaults(stack: string, faults: readonly Fault[]): string {
  const lines = faults.map(({ path, problem }) => `  ${path}: ${problem.replaceAll("\n", "\n    ")}`);
  return [`the configuration of stack ${stack} has ${countOf(faults)}:`, ...lines].join("\n");
}

/** How many faults there are, in words. */
export function countOf(faults: readonly Fault[]): string {
  return faults.length === 1 ? "1 problem" : `${faults.length} problems`;
}
