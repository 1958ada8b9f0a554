import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GenerationState } from "../../src/rotation";
import type { Answer } from "../../tools/command";
import { DeployedUnknown } from "../../tools/deployed";
import { plan } from "../../tools/plan/plan";
import { rotate } from "../../tools/rotate/rotate";
import { usage } from "../../tools/usage/usage";
import { ApiGatewayServer, type Logs, type Refusal } from "./api-gateway-server";
import { exportedState, KEY_VALUE, type StateGeneration, type StateKey } from "./exported-state";
import { loadProgram } from "./mocks";
import { projectWith, writeFiles } from "./repository";
import { PROJECT_FILE } from "./rotate";
import { folderWith } from "./stack-folder";
import { testWrittenCases, wholeCase } from "./written-cases";

/** The day of every call. */
const TODAY = "2026-11-25";

/**
 * Runs the cases of a transcript: a text beside the tests with files, calls, and what each call prints and writes. With
 * `UPDATE=1` the text is written anew from what the calls do now.
 *
 * A case begins with `== what it shows`. `[NAME]` begins the text of a file, before a call the given one, after it the
 * changed one; `[NAME at HEAD]` of the file that git has. `$ ` begins a call; below it is what it prints. `[exit 1]` ends
 * what is printed on standard error. Two more blocks tell what is elsewhere:
 *
 * - `[deployed]`: a line for each generation, `KEY ID [STATE] [since DAY] [on PLAN]`, and `KEY off`, `KEY unfinished`,
 *   `plan NAME quota N`, `region NAME`.
 * - `[counted]`: what API Gateway answers, `PLAN[@REGION] KEY ID REQUESTS...` with the requests of the last days, today
 *   last, or `PLAN[@REGION] refuses STATUS TYPE`.
 */
export function testTranscript(path: string): void {
  let server: ApiGatewayServer | undefined;
  const environment = process.env;
  beforeAll(async () => {
    if (!readFileSync(path, "utf8").includes("$ npm run usage")) return;
    server = await ApiGatewayServer.start();
    process.env = { PATH: environment.PATH, ...server.environment };
  });
  afterAll(async () => {
    process.env = environment;
    await server?.stop();
  });
  testWrittenCases(path, (text) => wholeCase(text, () => play(text, server)));
}

/** The text of a case, with what its calls do now. */
async function play(text: string, server: ApiGatewayServer | undefined): Promise<string> {
  const [title = "", ...lines] = text.split("\n");
  const blocks = lines.join("\n").split(/^(?=\$ |\[[\w.]+(?: at HEAD)?\]$)/m);
  const first = blocks.findIndex((block) => block.startsWith("$ "));
  const given = blocks.slice(0, first);
  const files = new Map(given.map(nameAndText));
  const [deployed, counted = ""] = [files.get("deployed"), files.get("counted")];
  files.delete("deployed");
  files.delete("counted");
  if (server) server.answer = ({ usagePlanId }) => answerOf(counted, usagePlanId);
  const exportStack = () => {
    if (deployed === undefined) throw new DeployedUnknown("there is no Pulumi CLI on PATH");
    return JSON.stringify(exportOf(deployed));
  };
  const folder = folderOf(files);
  const results: string[] = [];
  for (const block of blocks.slice(first).filter((each) => each.startsWith("$ "))) {
    const call = block.slice(2, block.indexOf("\n") + 1 || undefined).trim();
    const before = textsIn(folder);
    const answer = await answerTo(call, folder, exportStack);
    expect(JSON.stringify(answer)).not.toContain(KEY_VALUE);
    const changed = Object.entries(textsIn(folder)).filter(([name, now]) => before[name] !== now);
    results.push(`$ ${call}`, ...printed(answer), ...changed.map(([name, now]) => `[${name}]\n${now.trimEnd()}`));
  }
  return [title, ...given.map((block) => block.trimEnd()), ...results].join("\n");
}

function nameAndText(block: string): [string, string] {
  const end = block.indexOf("\n");
  return [block.slice(1, block.indexOf("]")), end === -1 ? "" : `${block.slice(end + 1).trimEnd()}\n`];
}

/** The folder of a case: a git repository if git has files. */
function folderOf(files: ReadonlyMap<string, string>): string {
  const [older, now] = [/ at HEAD$/, /^(?!.* at HEAD$)/].map((form) =>
    Object.fromEntries(
      [...files].filter(([name]) => form.test(name)).map(([name, text]) => [name.replace(/ .*/, ""), text]),
    ),
  ) as [Record<string, string>, Record<string, string>];
  if (Object.keys(older).length === 0) return folderWith({ "Pulumi.yaml": PROJECT_FILE, ...now });
  const folder = projectWith([older]);
  const gone = Object.keys(older).filter((name) => !Object.hasOwn(now, name));
  writeFiles(folder, { ...Object.fromEntries(gone.map((name) => [name, undefined])), ...now });
  return folder;
}

function answerTo(call: string, folder: string, exportStack: () => string): Answer | Promise<Answer> {
  const [, command, args = ""] = /^npm run (plan|rotate|usage) --(.*)$/.exec(call)!;
  const words = args.split(" ").filter(Boolean);
  if (command === "plan") return plan(words, folder, loadProgram);
  if (command === "usage") return usage(words, { folder, exportStack, today: TODAY, colour: false });
  return rotate(words, folder, { today: TODAY, exportStack });
}

function textsIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== ".git");
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
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
  const plans = new Map<string, { quota?: number }>();
  const regions: string[] = [];
  for (const line of lines.split("\n").filter(Boolean)) {
    const [name = "", ...words] = line.trim().split(" ");
    if (name === "plan") plans.set(words[0]!, words[1] === "quota" ? { quota: Number(words[2]) } : {});
    else if (name === "region") regions.push(words[0]!);
    else {
      const key = (keys[name] ??= { generations: {} });
      if (words[0] === "off") keys[name] = { ...key, isOff: true };
      else if (words[0] === "unfinished") keys[name] = { ...key, isUnfinished: true };
      else {
        const [id = "", ...more] = words;
        const after = (word: string) => (more.includes(word) ? more[more.indexOf(word) + 1] : undefined);
        const state = more[0] === "on" || more[0] === "since" ? undefined : (more[0] as GenerationState);
        const usagePlan = after("on");
        if (usagePlan !== undefined && !plans.has(usagePlan)) plans.set(usagePlan, {});
        key.generations[id] = { state, since: after("since"), usagePlan };
      }
    }
  }
  return exportedState(keys, Object.fromEntries(plans), { regions });
}

/** What API Gateway answers for a plan, by the lines of `[counted]`. Of a quota of 1000 each request takes one. */
function answerOf(counted: string, planId: string): Logs | Refusal {
  const lines = counted.split("\n").map((line) => line.split(" "));
  const ofPlan = lines.filter(([name]) => `id-of-${name}` === planId);
  const refusal = ofPlan.find(([, word]) => word === "refuses");
  if (refusal) return { status: Number(refusal[2]), type: refusal[3]! };
  const region = planId.includes("@") ? planId.slice(planId.indexOf("@")) : "";
  return Object.fromEntries(
    ofPlan.map(([, key, id, ...requests]) => {
      let remaining = 1000;
      const log = requests.map((each) => [Number(each), (remaining -= Number(each))]);
      return [`id-of-${key}-${id}${region}`, log];
    }),
  );
}
