/** One thing that is wrong with the configuration. */
export interface Fault {
  /** Where: names joined by dots, without namespace, such as `keys.openai.usagePlan` or `usagePlans.p.apiStages[0].stage`. */
  readonly path: string;
  /** What was given, what is allowed and what to do, in one line or two. Never quotes anything from below an encrypted entry. */
  readonly problem: string;
  /** `namespace:name` of the entry, where the path alone would name another one: it has no namespace. */
  readonly entry?: string;
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

/** Quotes given text, shortened, unless it looks like a key value that was pasted into the wrong line. */
export function quote(given: string): string {
  if (KEY_VALUE.test(given)) return "text like a key value, which is not shown";
  const quoted = printable(JSON.stringify(given));
  return quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
}

/** The form of values that API Gateway makes: letters in both cases and digits. */
const KEY_VALUE = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9]{20,128}$/;

/** Names as a sentence lists them: all of a key's entries, and of more the first. */
export function listed(names: readonly string[]): string {
  return names.length > 12 ? `${names.slice(0, 12).join(", ")} and ${names.length - 12} more` : names.join(", ");
}

/** Control characters, and those that change the direction of text: a terminal or a page would act on them, not show them. */
const UNPRINTABLE = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** Text on one line with only visible characters: others are written as escapes. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
