import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import type { UsageReport } from "../../../tools/usage-file";
import { git, repositoryWith, writeFiles } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const PROJECT = { "Pulumi.yaml": "name: acme\n" };
const TODAY = "2026-11-25";
const dev = (keys: string, more = "  rotation: {}\n") => ({
  "Pulumi.dev.yaml": `config:\n${more}  usagePlans: {p: {}}\n  keys:\n${keys}`,
});

const due = (folder: string, ...args: string[]) =>
  rotate(["dev", "due", ...args], folder, "", { today: TODAY, colour: false });
const dueJson = (folder: string, ...args: string[]) => JSON.parse(due(folder, ...args, "--json").stdout!) as object;
const textOf = (folder: string) => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");

type Generation = readonly [key: string, id: string, state: string | null, requests?: number];

/** A file of usage up to today, in which a generation was used yesterday as often as said. */
function usage(...generations: Generation[]): { readonly "usage.json": string } {
  const told = generations.map(([key, generation, state, requests = 0]) => ({
    key,
    generation,
    state: state as UsageReport["generations"][number]["state"],
    usagePlan: "p",
    apiKeyId: `id-${key}-${generation}`,
    today: 0,
    last7: requests,
    total: requests,
    lastUsed: requests > 0 ? "2026-11-24" : null,
    quotaLimit: null,
    days: [...Array<number>(8).fill(0), requests, 0],
  }));
  return { "usage.json": JSON.stringify({ stack: "dev", from: "2026-11-16", to: TODAY, generations: told }) };
}

const FOUR = [
  "    # Comments stay.",
  "    old: {usagePlan: p}",
  "    going: {usagePlan: p, generations: {1: grace, 2: current}}",
  "    gone: {usagePlan: p, generations: {1: disabled, 2: current}}",
  "    next: {usagePlan: p, generations: {1: current, 2: staged}}",
  "",
].join("\n");
const deployed: Generation[] = [
  ["old", "1", "current"],
  ["going", "1", "grace"],
  ["going", "2", "current"],
  ["gone", "1", "disabled"],
  ["gone", "2", "current"],
  ["next", "1", "current"],
  ["next", "2", "staged"],
];

describe("the steps that are due", () => {
  let folder: string;
  beforeAll(() => {
    folder = repositoryWith(["2026-08-01", { ...PROJECT, ...dev(FOUR) }]);
    writeFiles(folder, usage(...deployed));
  });

  test("are told with their days, and how to make them", () => {
    expect(due(folder, "--usage", "usage.json")).toEqual({
      exitCode: 0,
      stdout: [
        "Due in stack dev on 2026-11-25:",
        "  going retire 1  due on 2026-08-08: generation 1 has been in grace since 2026-08-01",
        "  gone remove 1   due on 2026-08-08: generation 1 has been disabled since 2026-08-01",
        "  next promote 2  due on 2026-08-02: generation 2 has been staged since 2026-08-01",
        "  old start       due on 2026-10-30: generation 1 has been current since 2026-08-01",
        "",
        "Held back:",
        "  going start     generation 1 is still in grace",
        "",
        "Make them: npm run rotate -- dev due --write",
      ].join("\n"),
    });
  });

  test("are for programs what they are for people", () => {
    const since = "2026-08-01";
    expect(dueJson(folder, "--usage", "usage.json")).toEqual({
      stack: "dev",
      on: TODAY,
      due: [
        { key: "going", step: "retire", generation: "1", since, on: "2026-08-08" },
        { key: "gone", step: "remove", generation: "1", since, on: "2026-08-08" },
        { key: "next", step: "promote", generation: "2", since, on: "2026-08-02" },
        { key: "old", step: "start", generation: "1", since, on: "2026-10-30" },
      ],
      held: [{ key: "going", step: "start", generation: "2", because: "generation 1 is still in grace" }],
    });
  });

  test("are those of another day, where one is given", () => {
    expect(due(folder, "--on", "2026-08-02").stdout!.split("\n")).toEqual([
      "Due in stack dev on 2026-08-02:",
      "  next promote 2  due on 2026-08-02: generation 2 has been staged since 2026-08-01",
      "",
      "Next: going retire 1 on 2026-08-08",
      "",
      "Make them: npm run rotate -- dev due --write",
    ]);
    expect(due(folder, "--on", "2026-08-01").stdout!.split("\n")).toEqual([
      "Nothing is due in stack dev on 2026-08-01.",
      "",
      "Next: next promote 2 on 2026-08-02",
    ]);
  });

  test("are made, one for each key, in a file that stays as it is otherwise", () => {
    const { stdout } = due(folder, "--usage", "usage.json", "--write");
    expect(stdout!.split("\n").at(-1)).toBe(
      "Pulumi.dev.yaml is changed. Commit it, then deploy it: pulumi up --stack dev",
    );
    expect(textOf(folder)).toBe(
      dev(
        [
          "    # Comments stay.",
          '    old: {usagePlan: p, generations: { "1": current, "2": staged }}',
          "    going: {usagePlan: p, generations: {1: disabled, 2: current}}",
          "    gone: {usagePlan: p, generations: {2: current}}",
          "    next: {usagePlan: p, generations: {1: grace, 2: current}}",
          "",
        ].join("\n"),
      )["Pulumi.dev.yaml"],
    );
    expect(rotate(["check", "--base", "HEAD"], folder).exitCode).toBe(0);
    const held = (dueJson(folder, "--usage", "usage.json") as { held: { because: string }[] }).held;
    expect([...new Set(held.map(({ because }) => because))]).toEqual(["it is not committed yet"]);
    git(folder, "restore", "Pulumi.dev.yaml");
  });
});

describe("a retirement is held back", () => {
  const one = (rotation: string) => dev("    a: {usagePlan: p, generations: {1: grace, 2: current}}\n", rotation);
  const states = (requests?: number): Generation[] => [
    ["a", "1", "grace", requests],
    ["a", "2", "current"],
  ];
  const held = (because: string) => ({ due: [], held: [{ key: "a", step: "retire", generation: "1", because }] });
  const made = { due: [{ key: "a", step: "retire", generation: "1" }], held: [] };

  test.each<[string, Generation[] | undefined, string, object]>([
    [
      "where nobody asked who uses it",
      undefined,
      "",
      held("it is not known who still uses it: run npm run usage with --json, and give its output with --usage FILE"),
    ],
    ["while it is used", states(312), "", held("still used: 312 requests in the last 3 days")],
    ["not once it was quiet", states(), "", made],
    ["not where its use does not matter", undefined, "quietDays: 0", made],
    ["not while its use does not matter", states(312), "quietDays: 0", made],
  ])("%s", (_, told, rotation, expected) => {
    const folder = repositoryWith(["2026-11-15", { ...PROJECT, ...one(`  rotation: {${rotation}}\n`) }]);
    if (told) writeFiles(folder, usage(...told));
    expect(dueJson(folder, ...(told ? ["--usage", "usage.json"] : []))).toMatchObject(expected);
  });
});

describe("every step of a key is held back", () => {
  const started = dev("    a: {usagePlan: p, generations: {1: current, 2: staged}}\n");

  test.each<[string, Generation[], string | undefined]>([
    ["while its last step is merged and not deployed", [["a", "1", "current"]], "not deployed yet"],
    [
      "while another state is deployed",
      [
        ["a", "1", "grace"],
        ["a", "2", "current"],
      ],
      "not deployed yet",
    ],
    [
      "while a generation is to be deleted yet",
      [
        ["a", "0", "disabled"],
        ["a", "1", "current"],
        ["a", "2", "staged"],
      ],
      "not deployed yet",
    ],
    ["while nothing of it is deployed", [["b", "1", "current"]], "not deployed yet"],
    [
      "where the state is of a version that does not tell",
      [
        ["a", "1", "current"],
        ["a", "2", null],
      ],
      "the stack's state does not have what is deployed of it: deploy it once",
    ],
    [
      "and not where it is deployed",
      [
        ["a", "1", "current"],
        ["a", "2", "staged"],
      ],
      undefined,
    ],
  ])("%s", (_, told, because) => {
    const folder = repositoryWith(["2026-11-15", { ...PROJECT, ...started }]);
    writeFiles(folder, usage(...told));
    const step = { key: "a", step: "promote", generation: "2" };
    expect(dueJson(folder, "--usage", "usage.json")).toMatchObject(
      because === undefined ? { due: [step], held: [] } : { due: [], held: [{ ...step, because }] },
    );
  });

  test("where its last step is not committed yet, and where it is in no commit at all", () => {
    const folder = repositoryWith(["2026-08-01", { ...PROJECT, ...dev("    a: {usagePlan: p}\n") }]);
    writeFiles(folder, dev("    a: {usagePlan: p, generations: {1: current, 2: staged}}\n    b:\n"));
    const because = "it is not committed yet";
    const held = [
      { key: "a", step: "promote", generation: "2", because },
      { key: "b", step: "start", generation: "1", because },
    ];
    expect(dueJson(folder, "--write")).toEqual({ stack: "dev", on: TODAY, due: [], held });
  });

  test("in a clone that does not reach back to its day", () => {
    const old = dev("    a: {usagePlan: p}\n");
    const origin = repositoryWith(["2026-01-01", PROJECT], ["2026-01-02", old], ["2026-01-03", { other: "" }]);
    const clone = join(folderWith({}), "clone");
    git(origin, "clone", "--quiet", "--depth=1", `file://${origin}`, clone);
    const because = "this clone is shallow and does not reach back to that day: run git fetch --unshallow";
    expect(due(clone).stdout!.split("\n").slice(2)).toEqual(["Held back:", `  a start  ${because}`]);
  });

  test("whose ids are used up", () => {
    const last = "9".repeat(16);
    const folder = repositoryWith([
      "2026-01-01",
      { ...PROJECT, ...dev(`    a: {generations: {"${last}": current}}\n`) },
    ]);
    expect(dueJson(folder, "--write")).toMatchObject({
      due: [],
      held: [{ step: "start", because: `no id comes after ${last}: one has at most 16 characters` }],
    });
  });
});

test("a stack without any calendar is told so, and that is no failure", () => {
  const folder = folderWith({ ...PROJECT, ...dev("    a: {rotation: false}\n") });
  const said =
    "no key of Pulumi.dev.yaml has a calendar, so nothing is ever due; give the file one, for example rotation: { everyDays: 90 }";
  expect(due(folder, "--write")).toEqual({ exitCode: 0, stdout: said });
  expect(due(folder, "--json")).toEqual({
    exitCode: 0,
    stdout: JSON.stringify({ stack: "dev", on: TODAY, due: [], held: [] }, null, 2),
    stderr: said,
  });
});

describe("is refused", () => {
  const folder = folderWith({ ...PROJECT, ...dev("    a: {enabled: maybe}\n"), "Pulumi.prod.yaml": "" });

  test("a file with faults, with 1", () => {
    expect(due(folder)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("keys.a.enabled") as string });
  });

  test.each([
    ["a stack that there is not", ["test", "due"], "there is no stack file Pulumi.test.yaml"],
    ["usage that there is not", ["prod", "due", "--usage", "none.json"], "none.json cannot be read: ENOENT"],
  ])("%s, with 2", (_, args, said) => {
    expect(rotate(args, folder)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(said) as string });
  });
});
