import * as fc from "fast-check";
import { availableParallelism } from "node:os";
import type { StackTexts } from "../../tools/stack-file/stack-file";
import { CliReader, planReading, PROJECT } from "../kit/cli-reading/cli-reading";
import { DECLARED, mutationOf, ODD, ODD_DECLARED, ORDINARY } from "../kit/cli-reading/compared";
import { print } from "../kit/engine/counts";

let readers: CliReader[];
beforeAll(async () => {
  readers = await Promise.all(Array.from({ length: availableParallelism() }, () => CliReader.create()));
});
afterAll(() => readers.forEach((reader) => reader.remove()));

const stacks = (texts: readonly string[]) => texts.map((stack) => ({ project: PROJECT, stack }));
const projects = (texts: readonly string[]) =>
  texts.map((text) => ({ project: PROJECT + text, stack: "config: {b: c}\n" }));

/** How many files changed at random are compared, of those that the plan reads. */
const FILES = Number(process.env.FILES ?? 40);
/** The same files each time, or with SEED=own others. */
const seed = process.env.SEED === "own" ? Date.now() % 1_000_000 : Number(process.env.SEED ?? 1);

test("ordinary files are read, and as the CLI reads them", async () => {
  const ordinary = [...stacks(ORDINARY), ...projects(DECLARED)];
  expect(ordinary.filter((texts) => planReading(texts) === undefined)).toEqual([]);
  expect(await compare(ordinary)).toEqual({ compared: ordinary.length, differences: [] });
});

test("odd files are read as the CLI reads them, or refused", async () => {
  const { differences } = await compare([...stacks(ODD), ...projects(ODD_DECLARED)]);
  expect(differences).toEqual([]);
});

test("files changed at random are read as the CLI reads them, or refused", async () => {
  print([
    `files changed at random: SEED=${seed} FILES=${FILES} npm run test:engine -- --testPathPatterns cli-reading tries them again`,
  ]);
  expect(await compare(mutations(), FILES)).toEqual({ compared: FILES, differences: [] });
});

/** Ever more files, the same for the same seed. */
function* mutations(): Generator<StackTexts> {
  const stack = mutationOf([...ORDINARY, ...ODD]).map((text) => ({ project: PROJECT, stack: text }));
  const project = mutationOf(DECLARED).map((text) => ({ project: PROJECT + text, stack: "config: {b: c}\n" }));
  const either = fc.oneof({ weight: 4, arbitrary: stack }, { weight: 1, arbitrary: project });
  for (let batch = 0; ; batch += 1) yield* fc.sample(either, { seed: seed + batch, numRuns: 100 });
}

/** Where the plan and the CLI read one of these differently, of those that the plan reads. */
async function compare(all: Iterable<StackTexts>, atMost = Infinity) {
  const left = all[Symbol.iterator]();
  const differences: unknown[] = [];
  let compared = 0;
  await Promise.all(
    readers.map(async (reader) => {
      for (let next = left.next(); !next.done && compared < atMost; next = left.next()) {
        const plan = planReading(next.value);
        if (plan === undefined) continue;
        compared += 1;
        const cli = await reader.read(next.value);
        if (JSON.stringify(plan) !== JSON.stringify(cli)) differences.push({ ...next.value, plan, cli });
      }
    }),
  );
  return { compared, differences };
}
