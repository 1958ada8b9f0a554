import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GenerationState } from "../../src/rotation";
import type { Answer } from "../../tools/command";
import { DeployedUnknown } from "../../tools/deployed";
import { rotate } from "../../tools/rotate/rotate";
import { exportedState, type StateGeneration, type StateKey } from "./exported-state";
import { PROJECT_FILE } from "./rotate";
import { folderWith } from "./stack-folder";
import { testWrittenCases } from "./written-cases";

/**
 * Runs the cases of a transcript: a text beside the tests with files, calls, and what each call prints and writes. With
 * `UPDATE=1` the text is written anew from what the calls do now.
 *
 * A case begins with `== what it shows`. `[NAME]` begins the text of a file, before a call the given one, after it the changed
 * one; `[deployed]` what was deployed, a line for each generation: `KEY ID [STATE] [since DAY] [on PLAN]`, or `KEY off` and
 * `KEY unfinished`. `$ ` begins a call; below it is what it prints. `[exit 1]` ends what is printed on standard error.
 */
export function testTranscript(path: string, today: string): void {
  testWrittenCases(path, (text) => {
    const now = () => play(text, today);
    return { tests: [{ name: text.slice(0, text.indexOf("\n")), written: text, play: now }], rewritten: now };
  });
}

/** The text of a case, with what its calls do now. */
function play(text: string, today: string): string {
  const [title = "", ...lines] = text.split("\n");
  const blocks = lines.join("\n").split(/^(?=\$ |\[[\w.]+\]$)/m);
  const first = blocks.findIndex((block) => block.startsWith("$ "));
  const given = blocks.slice(0, first);
  const files = new Map(given.map(nameAndText));
  const deployed = files.get("deployed");
  files.delete("deployed");
  const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, ...Object.fromEntries(files) });
  const exportStack = () => {
    if (deployed === undefined) throw new DeployedUnknown("there is no Pulumi CLI on PATH");
    return JSON.stringify(exportOf(deployed));
  };
  const calls = blocks.slice(first).filter((block) => block.startsWith("$ "));
  const results = calls.map((block) => {
    const call = block.slice(2, block.indexOf("\n") + 1 || undefined).trim();
    const before = textsIn(folder);
    const [, args] = /^npm run rotate --(.*)$/.exec(call)!;
    const answer = rotate(args!.split(" ").filter(Boolean), folder, { today, exportStack });
    const changed = Object.entries(textsIn(folder)).filter(([name, now]) => before[name] !== now);
    return [`$ ${call}`, ...printed(answer), ...changed.map(([name, now]) => `[${name}]\n${now.trimEnd()}`)].join("\n");
  });
  return [title, ...given.map((block) => block.trimEnd()), ...results].join("\n");
}

function nameAndText(block: string): [string, string] {
  const end = block.indexOf("\n");
  return [block.slice(1, block.indexOf("]")), end === -1 ? "" : `${block.slice(end + 1).trimEnd()}\n`];
}

function textsIn(folder: string): Record<string, string> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

function printed({ exitCode, stdout, stderr }: Answer): string[] {
  return [
    ...(stdout === undefined ? [] : [stdout]),
    ...(stderr === undefined ? [] : [exitCode === 0 ? `[stderr] ${stderr}` : stderr]),
    ...(exitCode === 0 ? [] : [`[exit ${exitCode}]`]),
  ];
}

/** The export of the stack `dev` in which these lines were deployed. */
export function exportOf(lines: string): object {
  const keys: Record<string, StateKey & { generations: Record<string, StateGeneration> }> = {};
  const plans = new Set<string>();
  for (const line of lines.split("\n").filter(Boolean)) {
    const [name = "", ...words] = line.trim().split(" ");
    const key = (keys[name] ??= { generations: {} });
    if (words[0] === "off") keys[name] = { ...key, isOff: true };
    else if (words[0] === "unfinished") keys[name] = { ...key, isUnfinished: true };
    else {
      const [id = "", state, ...more] = words;
      const after = (word: string) => (more.includes(word) ? more[more.indexOf(word) + 1] : undefined);
      const usagePlan = after("on");
      if (usagePlan !== undefined) plans.add(usagePlan);
      key.generations[id] = { state: state as GenerationState, since: after("since"), usagePlan };
    }
  }
  return exportedState(keys, Object.fromEntries([...plans].map((plan) => [plan, {}])));
}
