/** `npm run bench -- [--quick]`: what this stack costs, each figure beside that of a contender in this folder, taken in turn. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliProject, hasCli } from "../harness/cli-project";
import { loadTypeScript } from "../harness/processes";
import { Monitor } from "../harness/monitor";
import { devConfig, runCold, STACK } from "../harness/program";
import { StandIn } from "../harness/stand-in";

const FULL = { rounds: 5, few: 100, many: 1000, deployed: 200, validated: 10_000 };
const QUICK: typeof FULL = { rounds: 1, few: 2, many: 4, deployed: 2, validated: 100 };

/** The commit of the first version, whose validation is the measure. */
const FIRST_VERSION = "3ebab47";

/** How the program asks what was deployed. */
const QUESTION = 'pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })';

/** Seconds of one run: of all its processes, and on the clock. */
interface Took {
  readonly cpu: number;
  readonly wall: number;
}

/** One line of the results. */
interface Row {
  readonly what: string;
  /** Seconds of this stack, and of what it is measured by. */
  readonly ours: number;
  readonly against: number;
  /** The largest ratio of both that will do. */
  readonly goal: number;
}

/** A preview of one key on the engine, against the official template's style, a program that does nothing, and Python. */
async function onePreview({ rounds }: typeof FULL): Promise<Row[]> {
  const others = ["template", "floor", ...(hasPython() ? ["python"] : [])];
  const programs: Record<string, CliProgram> = { ours: { source: STACK, config: devConfig() } };
  for (const name of others) programs[name] = { source: join(__dirname, name), config: {} };
  const took = await previews(rounds, programs);
  const row = (against: string, which: keyof Took, goal: number): Row => ({
    what: `preview of one key, ${which}: against ${against}`,
    ours: took.ours![which],
    against: took[against]![which],
    goal,
  });
  return [
    row("template", "cpu", 0.18),
    row("floor", "cpu", 1.25),
    ...(took.python ? [row("python", "wall", 0.9)] : []),
  ];
}

/** A preview of keys that are deployed, and the same by a copy of the program that does not ask for them. */
async function deployedPreview({ rounds, deployed }: typeof FULL): Promise<Row[]> {
  const copy = copyWithoutReading();
  const config = ourKeys(deployed);
  const took = await previews(rounds, { ours: { source: STACK, config }, copy: { source: copy, config } }, true);
  rmSync(copy, { recursive: true });
  const what = `preview of ${deployed} deployed keys, wall: against one that does not read what was deployed`;
  return [{ what, ours: took.ours.wall, against: took.copy.wall, goal: 1.3 }];
}

interface CliProgram {
  readonly source: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Cold previews by the Pulumi CLI, on a file backend of their own and a stand-in for AWS. */
async function previews<N extends string>(rounds: number, programs: Record<N, CliProgram>, deploy = false) {
  const aws = await StandIn.start();
  const projects = map(programs, ({ source, config }) => CliProject.create(source, config, aws.port));
  try {
    if (deploy) for (const project of Object.values<CliProject>(projects)) project.up();
    return await inTurn(
      rounds,
      map(projects, (project) => () => project.preview()),
    );
  } finally {
    for (const project of Object.values<CliProject>(projects)) project.remove();
    await aws.stop();
  }
}

/** What each further key costs the program, less its start, against a loop of the same resources and against fewer keys. */
async function eachKey({ rounds, few, many }: typeof FULL): Promise<Row[]> {
  const monitor = await Monitor.start();
  const run = async (folder: string, config: object, keys: number) => {
    const took = await runCold({ folder, config: config as Record<string, unknown> }, monitor);
    const registered = monitor.registered["aws:apigateway/usagePlanKey:UsagePlanKey"];
    if (registered !== keys) throw new Error(`${folder} registered ${registered} of ${keys} keys`);
    return took;
  };
  const ours = (keys: number) => () => run(STACK, ourKeys(keys), keys);
  const loop = (keys: number) => () => run(join(__dirname, "lean-loop"), { keys: names(keys) }, keys);
  const took = await inTurn(rounds, {
    one: ours(1),
    few: ours(few),
    many: ours(many),
    loopOne: loop(1),
    loopMany: loop(many),
  });
  monitor.stop();
  const perKey = (of: Took, one: Took, keys: number) => (of.cpu - one.cpu) / (keys - 1);
  const each = perKey(took.many, took.one, many);
  const what = `each of ${many} keys, cpu:`;
  return [
    { what: `${what} against lean-loop`, ours: each, against: perKey(took.loopMany, took.loopOne, many), goal: 1.4 },
    { what: `${what} against each of ${few}`, ours: each, against: perKey(took.few, took.one, few), goal: 1.2 },
  ];
}

/** How long the settings of many keys take to read, and how long in the first version. Each time in a process of its own. */
async function validation({ rounds, validated }: typeof FULL): Promise<Row[]> {
  const first = checkOutFirstVersion();
  if (first === undefined) return leftOut(`this clone does not have the first version, ${FIRST_VERSION}`);
  const read = (folder: string, faults: number) => () => {
    const script = [join(__dirname, "read-settings.ts"), join(folder, "src"), String(validated), String(faults)];
    const printed = execFileSync(process.execPath, [...loadTypeScript, ...script], { encoding: "utf8" });
    const { found, ...took } = JSON.parse(printed) as Took & { found: number };
    if (found !== faults) throw new Error(`${folder} found ${found} faults in place of ${faults}`);
    return Promise.resolve(took);
  };
  const took = await inTurn(rounds, {
    ours: read(STACK, 0),
    first: read(first, 0),
    oursFaulty: read(STACK, validated),
    firstFaulty: read(first, validated),
  });
  rmSync(first, { recursive: true });
  const row = (faults: string, ours: Took, against: Took): Row => ({
    what: `validation of ${validated} keys with ${faults} faults, cpu: against the first version`,
    ours: ours.cpu,
    against: against.cpu,
    goal: 0.9,
  });
  return [row("no", took.ours, took.first), row(String(validated), took.oursFaulty, took.firstFaulty)];
}

/** Runs each contender once in every round, so that a slow minute of the machine slows them all. Returns the medians. */
async function inTurn<N extends string>(rounds: number, contenders: Record<N, () => Took | Promise<Took>>) {
  const runs = map(contenders, () => [] as Took[]);
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(contenders) as N[]) runs[name].push(await contenders[name]());
  }
  return map(runs, (all): Took => ({
    cpu: median(all.map(({ cpu }) => cpu)),
    wall: median(all.map(({ wall }) => wall)),
  }));
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function map<N extends string, T, R>(record: Record<N, T>, to: (value: T) => R): Record<N, R> {
  return Object.fromEntries(Object.entries<T>(record).map(([name, value]) => [name, to(value)])) as Record<N, R>;
}

function names(keys: number): string[] {
  return Array.from({ length: keys }, (_, index) => `key-${index}`);
}

/** The configuration of so many keys on one plan. */
function ourKeys(count: number) {
  const keys = Object.fromEntries(names(count).map((name) => [name, { usagePlan: "plan" }]));
  return { keys, usagePlans: { plan: { throttle: { rateLimit: 5, burstLimit: 10 } } } };
}

/** A copy of the program that does not ask what was deployed, as if nothing were. */
function copyWithoutReading(): string {
  const folder = temporaryFolder();
  for (const name of ["index.ts", "src", "package.json", "Pulumi.yaml", "tsconfig.pulumi.json"]) {
    cpSync(join(STACK, name), join(folder, name), { recursive: true });
  }
  const file = join(folder, "src", "engine.ts");
  const [before, after, ...more] = readFileSync(file, "utf8").split(QUESTION);
  if (after === undefined || more.length > 0) throw new Error(`src/engine.ts does not ask by ${QUESTION}`);
  writeFileSync(file, `${before}Promise.resolve({})${after}`);
  return folder;
}

function checkOutFirstVersion(): string | undefined {
  const folder = temporaryFolder();
  const { status } = spawnSync(
    "bash",
    ["-o", "pipefail", "-c", `git archive ${FIRST_VERSION} src | tar -x -C "${folder}"`],
    {
      cwd: STACK,
    },
  );
  return status === 0 ? folder : undefined;
}

/** A folder in which the program finds its libraries. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  symlinkSync(join(STACK, "node_modules"), join(folder, "node_modules"));
  return folder;
}

function hasPython(): boolean {
  const found =
    spawnSync("pulumi-language-python", ["-h"]).error === undefined &&
    spawnSync("python3", ["-c", "import pulumi, pulumi_aws"]).status === 0;
  if (!found) leftOut("no python3 with pulumi and pulumi_aws, or no pulumi-language-python");
  return found;
}

function leftOut(why: string): [] {
  console.error(`left out: ${why}`);
  return [];
}

function table(rows: readonly Row[]): string {
  const line = ({ what, ours, against, goal }: Row) => {
    const ratio = ours / against;
    const missed = ratio <= goal ? "" : ", missed";
    return `| ${what} | ${ratio.toFixed(2)} | at most ${goal}${missed} | ${seconds(ours)} | ${seconds(against)} |`;
  };
  const head = ["| what | ratio | goal | this stack | against |", "| --- | --- | --- | --- | --- |"];
  return [...head, ...rows.map(line), ""].join("\n");
}

function seconds(value: number): string {
  return value < 0.1 ? `${(1000 * value).toFixed(1)} ms` : `${value.toFixed(2)} s`;
}

async function bench(quick: boolean): Promise<void> {
  const sizes = quick ? QUICK : FULL;
  const ofTheCli = hasCli() ? [onePreview, deployedPreview] : leftOut("no pulumi on PATH");
  const rows: Row[] = [];
  for (const measure of [...ofTheCli, eachKey, validation]) rows.push(...(await measure(sizes)));
  console.log(table(rows));
  if (quick) return;
  const about = "Written by a full run of `npm run bench`. README.md says what each line measures.";
  writeFileSync(join(__dirname, "results.md"), `# Results of the benchmark\n\n${about}\n\n${table(rows)}`);
}

void bench(process.argv.includes("--quick"));
