import { createHash } from "node:crypto";
import type { FaultScript, KeyView } from "../../../harness/aws/calls";
import { rename } from "../../../harness/aws/cloud";
import { takeOut } from "./by-hand";
import { count } from "./counts";
import { type Ended, errorsIn } from "./command";
import type { Engine, Resource } from "./engine";
import { expected, foundByConsumers, violations } from "./observed";
import { advised, type RecordedKey, recordOf, refusalsIn, refusedAt } from "./rules";
import { everyFile, type KeyFile, type KeyFiles, nextSteps, stackFile, written } from "./stack-files";

/** One deployment of the key `one`, and the calls to AWS that it makes. */
export interface Step {
  /** What was deployed before, oldest first; nothing for a first deployment. */
  readonly from: readonly KeyFile[];
  readonly to: KeyFile;
  /** `Action resource`, in the order in which they are made. */
  readonly calls: readonly string[];
  /** Those that are disturbed; by default all. */
  readonly disturbed?: readonly string[];
}

/** What goes wrong with a call, by what is then known of it. */
export const faults = {
  "is refused": { when: "before" },
  "is refused (state as planned)": { when: "before", outputs: "planned" },
  "gets no answer": { when: "after" },
  "hangs until the CLI is killed": { when: "hang" },
} as const;

/** A call of a step, and what goes wrong with it. */
export type FaultPoint = readonly [call: string, fault: keyof typeof faults, script: FaultScript];

/** Each call of a step, going wrong in each way that it can. */
export function faultPoints({ calls, disturbed = calls }: Step): FaultPoint[] {
  return calls.flatMap((call, index) => {
    if (!disturbed.includes(call)) return [];
    const at = callAt(calls, index);
    const isUpdate = /^(Update|Tag)/.test(at.action);
    const possible = (Object.keys(faults) as (keyof typeof faults)[]).filter(
      (fault) => isUpdate || !("outputs" in faults[fault]),
    );
    return possible.map((fault) => [call, fault, { ...faults[fault], ...at }] as const);
  });
}

/** One of these calls, as a fault's script names it: its action, and the how manieth of that action it is. */
export function callAt(calls: readonly string[], index: number): { readonly action: string; readonly call: number } {
  const action = calls[index]!.split(" ")[0]!;
  return { action, call: calls.slice(0, index + 1).filter((it) => it.startsWith(`${action} `)).length };
}

/** A stack whose key `one` was left in some state, which the engine has saved under a name. */
export interface Situation {
  readonly name: string;
  /** The files that may follow, by what is done: those that deserve a deployment of their own. */
  readonly next: Readonly<Record<string, KeyFile | undefined>>;
  /** What consumers were given when the last update ended, if somebody changed that by hand since. */
  readonly given?: readonly KeyView[];
}

/** Deploys files one after the other, each of which must pass. */
export async function deployAll(engine: Engine, files: readonly KeyFile[]): Promise<void> {
  for (const file of files) {
    const problems = await deploy(engine, { one: file });
    if (problems.length > 0) throw new Error(problems.join("\n"));
  }
}

/**
 * Deploys files that may follow. Returns what is wrong: broken invariants, a refusal, or what consumers find in the end. A
 * link that AWS has and the state does not is taken away by hand first, as docs/recovery.md says.
 */
export async function deploy(
  engine: Engine,
  files: KeyFiles,
  given?: readonly KeyView[],
  up: () => Promise<Ended> = engine.up,
): Promise<string[]> {
  engine.configure(stackFile(files));
  await engine.aws.journal();
  const problems: string[] = [];
  for (let attempt = 1; ; attempt++) {
    const before = await engine.aws.view();
    const { code, text } = await up();
    problems.push(...violations(before, files, await engine.aws.journal(), given));
    if (code === 0) break;
    if (attempt > 3 || !text.includes("ConflictException")) return [...problems, `refused: ${errorsIn(text)}`];
    await takeOutUnknownLinks(engine);
  }
  const [end, wanted] = [foundByConsumers(await engine.aws.view()), expected(files)];
  return JSON.stringify(end) === JSON.stringify(wanted) ? problems : [...problems, `left: ${end.join("; ")}`];
}

/** As docs/recovery.md says of a run that was killed. */
export async function unlock(engine: Engine): Promise<void> {
  await engine.shell(
    `find "\${PULUMI_BACKEND_URL#file://}/.pulumi" -name "*.attrs" -empty -delete; pulumi cancel --yes`,
  );
}

/** Takes keys out of the plans in which they are without the state's knowledge. */
async function takeOutUnknownLinks(engine: Engine): Promise<void> {
  const named = (resources: readonly Resource[], kind: string) =>
    new Map(resources.flatMap(({ urn, id }) => (urn.includes(`:${kind}::`) ? [[urn.split("::").at(-1)!, id!]] : [])));
  // A replacement that broke off leaves the old link in the state, though it is deleted in AWS.
  const state = (await engine.state()).filter(({ pendingReplacement }) => !pendingReplacement);
  const links = named(state, "UsagePlanKey");
  for (const [name, id] of named(state, "ApiKey")) if (!links.has(name)) await takeOut(engine, id);
}

/** Situations with files that were deployed: the same one comes about in several ways, and what was found in one holds for all. */
const tried = new Set<string>();

/**
 * Tries every next file on a situation: each that the record forbids must be refused, with advice that is itself legal; each
 * that it allows and that deserves it is deployed, and so is each advice. Returns what was wrong.
 */
export async function tryNextFiles(engine: Engine, situation: Situation): Promise<string[]> {
  const state = await engine.state();
  const record = recordOf(state, "one");
  const likeness = await likenessOf(engine, state);
  const { problems, advices } = await judge(engine, situation, record);
  const legal = Object.values(situation.next).filter(
    (file) => refusedAt(record, file ? { one: file } : { two: NEW }, "one").length === 0,
  );
  const files = new Map([...legal, ...advices].map((file) => [`${likeness} ${written(file)}`, file]));
  const untried = [...files].filter(([what]) => !tried.has(what));
  for (const [what] of untried) tried.add(what);
  for (const _ of legal) count("pairs");
  for (const _ of untried) count("deployments");
  return [
    ...problems,
    ...(await deployNext(
      engine,
      situation,
      untried.map(([, file]) => file),
    )),
  ];
}

/** Deploys each file as the next one: all at once, each for a copy of the key, and each alone if anything was wrong. */
async function deployNext(
  engine: Engine,
  situation: Situation,
  files: readonly (KeyFile | undefined)[],
): Promise<string[]> {
  if (files.length === 0) return [];
  await engine.restore(situation.name);
  const names = files.map((_, index) => copyName(index));
  const wanted = await putCopies(engine, files, await engine.aws.multiply("one", names));
  const given = names.flatMap((service) => situation.given?.map((key) => ({ ...key, service })) ?? []);
  const left = Object.keys(wanted).length > 0 ? wanted : { two: NEW };
  const wrong = await deploy(engine, left, situation.given && given, engine.upInOne);
  if (wrong.length === 0) return [];
  if (files.length === 1) return wrong.map((problem) => `${written(files[0])}: ${problem}`);
  const alone: string[] = [];
  for (const file of files) alone.push(...(await deployNext(engine, situation, [file])));
  // A key whose file fails may hold back another one half-way, whose file must then wait: that is no fault of either.
  return alone.length > 0 ? alone : wrong.filter((problem) => /^I\d/.test(problem));
}

/** A key that is made where the key `one` is left out. */
const NEW: KeyFile = { generations: { "1": "current" } };

/** What tells one situation from another: the state and AWS, without what is made up anew each time. */
async function likenessOf(engine: Engine, state: readonly Resource[]): Promise<string> {
  const ids = new Map<string, string>();
  const text = JSON.stringify([
    state.map(({ urn, id, inputs, outputs, protect, ...rest }) => ({
      ...{ urn, id, inputs, outputs, protect },
      rest: { ...rest, created: 0, modified: 0 },
    })),
    await engine.aws.cloud(),
  ]);
  const stable = text
    .replace(/"ciphertext":"[^"]*"/g, "")
    .replace(/"\d{4}-\d\d-\d\dT[^"]*"/g, "")
    .replace(/[a-z0-9]{10}(?=[/"\\])|(?<=-)[0-9a-f]{7}(?=")|[0-9a-f-]{36}/g, (id) => {
      ids.set(id, ids.get(id) ?? `${ids.size}`);
      return ids.get(id)!;
    });
  return createHash("sha256").update(stable).digest("hex");
}

/** Compares what the program refuses with the table of `refusedAt`. Returns what was wrong, and the files that it advises. */
async function judge(
  engine: Engine,
  { name }: Situation,
  record: RecordedKey | undefined,
): Promise<{ problems: string[]; advices: KeyFile[] }> {
  if (!record) return { problems: [], advices: [] };
  const files = [...everyFile(Object.keys(record.generations)), undefined];
  await engine.restore(name);
  engine.configure(stackFile(await putCopies(engine, files)));
  const dues = files.map((file) => refusedAt(record, file ? { one: file } : {}, "one"));
  // Where nothing must be refused, a deployment would change AWS.
  const isRefused = dues.some((due) => due.length > 0);
  const { said, problems } = isRefused
    ? await deployRefused(engine)
    : { said: await engine.preview("--refresh=false"), problems: [] };
  const refusals = refusalsIn(said);

  const advices = new Map<string, KeyFile>();
  for (const [index, file] of files.entries()) {
    const key = copyName(index);
    const mine = refusals.filter(({ path }) => path === `keys.${key}` || path.startsWith(`keys.${key}.`));
    const paths = mine.map(({ path }) => path.replace(key, "one")).sort();
    const due = dues[index]!;
    count("pairs");
    if (String(paths) !== String(due)) {
      problems.push(`${written(file)}: refused at [${paths.join(", ")}], not at [${due.join(", ")}]`);
    }
    for (const { problem, advice } of mine) {
      const states = Object.entries(record.generations).map(
        ([id, { state }]) => `${id} ${state ?? "in an unknown state"}`,
      );
      const unnamed = states.filter((state) => !problem.split("deployed: ")[1]?.includes(state));
      if (unnamed.length > 0) problems.push(`${written(file)}: does not name ${unnamed.join(", ")}: ${problem}`);
      if (!file) continue;
      const generations = advised(advice);
      const instead = { ...file, generations: generations ?? {} };
      if (!generations || refusedAt(record, { one: instead }, "one").length > 0) {
        problems.push(`${written(file)}: advice that is not legal: ${advice}`);
        // Where the key is off anyway, any advice may follow.
      } else if (file.enabled !== false) advices.set(written(instead), instead);
    }
  }
  return { problems, advices: [...advices.values()] };
}

/** A deployment that is refused, as some keys of its file must be: it changes neither AWS nor what is recorded. */
async function deployRefused(engine: Engine): Promise<{ said: Ended; problems: string[] }> {
  // Secrets are encrypted anew.
  const recorded = async () =>
    JSON.stringify(
      (await engine.state())
        .filter(({ type }) => type !== "pulumi:pulumi:Stack")
        .map(({ urn, id, outputs: { deployed, tags, enabled } = {} }) => [urn, id, deployed, tags, enabled]),
    );
  const before = [await recorded(), JSON.stringify(await engine.aws.cloud())];
  const said = await engine.up("--refresh=false");
  const after = [await recorded(), JSON.stringify(await engine.aws.cloud())];
  return {
    said,
    problems: [
      ...(said.code === 1 ? [] : ["a file that must be refused was accepted"]),
      ...(after[0] === before[0] ? [] : ["a refused file changed the record"]),
      ...(after[1] === before[1] ? [] : ["a refused file changed AWS"]),
    ],
  };
}

const isOfKey = (urn: string) => /::one(-[a-z0-9]+)?$/.test(urn);

const copyName = (index: number) => `k${index}`;

/**
 * Puts copies of the key `one` in its place in the state, one for each file, with the ids of AWS's copies if there are any.
 * Returns the files by the names of the copies, without those that leave the key out.
 */
async function putCopies(
  engine: Engine,
  files: readonly (KeyFile | undefined)[],
  ids: readonly Readonly<Record<string, string>>[] = [],
): Promise<KeyFiles> {
  await engine.changeState((resources) => [
    ...resources.filter(({ urn }) => !isOfKey(urn)),
    ...files.flatMap((_, index) => copies(resources, copyName(index), ids[index])),
  ]);
  return Object.fromEntries(files.flatMap((file, index) => (file ? [[copyName(index), file] as const] : [])));
}

/** The resources of the key `one` once more, under another name and with other ids. */
function copies(resources: readonly Resource[], key: string, ids: Readonly<Record<string, string>> = {}): Resource[] {
  const own = JSON.stringify(resources.filter(({ urn }) => isOfKey(urn)));
  const text = Object.entries(ids).reduce((all, [old, id]) => all.replaceAll(old, id), rename(own, "one", key));
  return JSON.parse(text) as Resource[];
}

/** The files that may follow a step which broke off: the step's own, those that go back or on, and those that cut off. */
export function filesAfter({ from, to }: Step): Situation["next"] {
  // Beside these two nothing of them is new: no other file's calls can be told from theirs.
  const { start: _, "another plan": __, ...next } = nextSteps(to);
  const before = from.at(-1);
  return { ...next, ...(before && { "taken back": before }), "left out": undefined };
}
