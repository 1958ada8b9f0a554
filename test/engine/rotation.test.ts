import { succeed } from "../kit/engine/command";
import { Engine } from "../kit/engine/engine";
import { found, violations } from "../kit/engine/observed";
import { type KeyFile, stackFile } from "../kit/engine/stack-files";

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.start("dev", { asOnLaptop: true });
});
afterAll(() => engine.stop());

/** Deploys files one after the other, and returns what consumers find after each call. */
async function walk(files: readonly KeyFile[], ...args: string[]): Promise<string[][]> {
  const lines: string[][] = [];
  for (const one of files) {
    const before = await engine.aws.view();
    engine.configure(stackFile({ one }));
    await succeed(engine.up(...args));
    const journal = (await engine.aws.journal()).filter(({ seen }) => seen !== undefined);
    expect(violations(before, { one }, journal)).toEqual([]);
    lines.push(journal.map(({ action, resource, seen }) => `${action} ${resource}: ${found(seen!.keys).join("; ")}`));
  }
  return lines;
}

test.each([
  ["many calls at once", []],
  ["one call at a time", ["--parallel", "1"]],
])("at no moment of a rotation with %s do consumers find a value that does not work", async (_, args) => {
  await engine.reset();
  const states: KeyFile["generations"][] = [
    { 1: "current" },
    { 1: "current", 2: "staged" },
    { 1: "grace", 2: "current" },
    { 1: "disabled", 2: "current" },
    { 2: "current" },
  ];
  const calls = await walk(
    states.map((generations) => ({ generations })),
    ...args,
  );
  expect(calls[0]!.at(-1)).toBe("PutSecretValue one: one-1 on in basic, published");
  expect(calls.slice(1)).toEqual([
    [
      "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
      "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
    ],
    [
      "TagResource one-2: one-1 on in basic, published; one-2 on in basic",
      "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
      "TagResource one-1: one-1 on in basic; one-2 on in basic, published",
    ],
    [
      "TagResource one-1: one-1 on in basic; one-2 on in basic, published",
      "UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published",
    ],
    ["DeleteApiKey one-1: one-2 on in basic, published"],
  ]);
});

test("a leaked key is off after one deployment, as soon as its successor is published", async () => {
  await engine.reset();
  const [, calls] = await walk([{ generations: { 1: "current" } }, { generations: { 1: "revoked", 2: "current" } }]);
  expect(calls).toEqual([
    "CreateApiKey one-2: one-1 on in basic, published; one-2 on in no plan",
    "CreateUsagePlanKey one-2: one-1 on in basic, published; one-2 on in basic",
    "PutSecretValue one: one-1 on in basic; one-2 on in basic, published",
    "TagResource one-1: one-1 on in basic; one-2 on in basic, published",
    "UpdateApiKey one-1: one-1 off in basic; one-2 on in basic, published",
  ]);
});

test("a key moves to another plan without a gap by a rotation, whose plan may then be the key's own", async () => {
  await engine.reset();
  const moved = (state: string) => ({ state, usagePlan: "plus" }) as never;
  await walk([{ generations: { 1: "current" } }]);
  const files = [
    { 1: "current", 2: moved("staged") },
    { 1: "grace", 2: moved("current") },
    { 1: "disabled", 2: moved("current") },
    { 2: moved("current") },
  ];
  for (const generations of files as KeyFile["generations"][]) {
    engine.configure(stackFile({ one: { generations } }));
    expect((await engine.up()).code).toBe(0);
    const works = (await engine.aws.view()).filter(
      ({ published, enabled, plans }) => published && enabled && plans.length === 1,
    );
    expect(works).toHaveLength(1);
  }
  await engine.aws.journal();
  expect(await walk([{ usagePlan: "plus", generations: { 2: "current" } }])).toEqual([[]]);
});
