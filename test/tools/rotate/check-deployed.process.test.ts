import { rotate } from "../../../tools/rotate/rotate";
import { exportedState, KEY_VALUE, type StateKey } from "../../kit/exported-state";
import { PROJECT_FILE } from "../../kit/rotate";
import { commitNext, type Files, git, projectWith } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const keys = (text: string) => `config:\n  keys: {${text}}\n  usagePlans: {p: {}, q: {}}\n`;
const generations = (text: string) => keys(`a: {generations: {${text}}}`);
const inDev = (text: string): Files => ({ "Pulumi.dev.yaml": text });

/** What `dev` last had deployed, as these generations of key a, or these keys. */
const deployed = (a: StateKey["generations"], states?: unknown, current = "1") =>
  exportedState({ a: { generations: a, states, current } }, { p: {}, q: {} });

function check(folder: string, state: object, ...args: string[]) {
  const answer = rotate(["check", "--deployed", "dev", ...args], folder, JSON.stringify(state));
  expect(JSON.stringify(answer)).not.toContain(KEY_VALUE);
  return answer;
}

const withFile = (text: string) => folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": text });
const legal = { exitCode: 0, stdout: "Pulumi.dev.yaml is one legal step from what is deployed, or none" };
const refused = (...lines: string[]) => ({ exitCode: 1, stderr: lines.join("\n") });

const one = deployed({ 1: {} }, { 1: "current" });
const two = deployed({ 1: {}, 2: {} }, { 1: "grace", 2: "current" }, "2");
const off = { 1: { enabled: false }, 2: { enabled: false } };

describe("a stack file is compared with what is deployed", () => {
  test.each<[string, object, string]>([
    ["nothing has changed", two, generations("1: grace, 2: current")],
    ["there is one step", two, generations("1: disabled, 2: current")],
    ["nothing is deployed", { version: 3, deployment: {} }, generations("1: disabled, 2: current")],
    ["a key is new", one, keys("a: , b: {generations: {1: grace, 2: current}}")],
    ["a key that is off goes", deployed(off, { 1: "grace", 2: "current" }, "2"), keys("b: ")],
    ["a key that is off stays so", deployed(off, { 1: "grace", 2: "current" }, "2"), keys("a: {enabled: false}")],
    [
      "its plan is the one that is deployed",
      deployed({ 1: { usagePlan: "p" } }, { 1: "current" }),
      keys("a: {usagePlan: p}"),
    ],
    ["a deployment failed before the generation was made", deployed({}, { 1: "current" }), keys("a: ")],
  ])("and passes where %s", (_, state, file) => {
    expect(check(withFile(file), state)).toEqual(legal);
  });

  test.each<[string, object, string, string]>([
    [
      "a step is left out",
      two,
      generations("2: current"),
      "keys.a.generations.1: grace -> absent is not a legal step; first: npm run rotate -- dev a retire 1",
    ],
    [
      "a key goes that is on",
      one,
      keys("b: "),
      "keys.a: dropped while the key is on; first give it enabled: false and deploy that",
    ],
    [
      "a live generation moves",
      deployed({ 1: { usagePlan: "p" } }, { 1: "current" }),
      keys("a: {usagePlan: q}"),
      "keys.a.generations.1: a live generation moves from plan p to q, and its calls are refused meanwhile; without a gap: npm run rotate -- dev a start --usage-plan q; --allow-gap accepts it",
    ],
  ])("and is refused where %s", (_, state, file, problem) => {
    expect(check(withFile(file), state)).toEqual(refused(`Pulumi.dev.yaml: ${problem}`));
  });

  test("and a live generation may move where that is allowed", () => {
    const state = deployed({ 1: { usagePlan: "p" } }, { 1: "current" });
    expect(check(withFile(keys("a: {usagePlan: q}")), state, "--allow-gap")).toEqual(legal);
  });
});

describe("what was imported, and how secrets are named, is compared too", () => {
  const importing = (id: string, plan = "p1") =>
    `config:\n  keys: {a: {secretName: x, usagePlan: p, generations: {1: {state: current, import: ${id}}}}}\n  usagePlans: {p: {import: ${plan}}}\n  secretsManager: {}\n`;
  const imported = exportedState(
    {
      a: {
        generations: { 1: { importID: "k1", usagePlan: "p" } },
        states: { 1: "current" },
        current: "1",
        secret: { name: "x", autonamed: false },
      },
    },
    { p: { importID: "p1" } },
  );

  test("and a line that has done its work is to be dropped", () => {
    expect(check(withFile(importing("k1")), imported)).toEqual({
      exitCode: 0,
      stdout: [
        legal.stdout,
        "Pulumi.dev.yaml: keys.a.generations.1.import: deployed: drop it",
        "Pulumi.dev.yaml: usagePlans.p.import: deployed: drop it",
      ].join("\n"),
    });
  });

  test("and what would be replaced is refused, with the commit to deploy first", () => {
    const folder = projectWith([inDev(importing("k1")), inDev(importing("k2", "p2").replace("secretName: x, ", ""))]);
    const { exitCode, stderr } = check(folder, imported);
    expect([exitCode, ...stderr!.split("\n").map((line) => line.split(",")[0])]).toEqual([
      1,
      'Pulumi.dev.yaml: keys.a.generations.1.import: changed from "k1"',
      "Pulumi.dev.yaml: keys.a.secretName: dropped",
      'Pulumi.dev.yaml: usagePlans.p.import: changed from "p1"',
      "no commit here is one legal step from what is deployed; make the steps again",
    ]);
  });

  test("and a first deployment that failed midway may be made again, also with another id for what failed", () => {
    const state = exportedState({ a: { generations: { 1: { importID: "k1" } } } }, { p: { importID: "p1" } });
    expect(check(withFile(importing("k1")), state).exitCode).toBe(0);
    const none = exportedState({ a: { generations: {} } }, { p: { importID: "p1" } });
    expect(check(withFile(importing("k2")), none).exitCode).toBe(0);
  });
});

describe("where the state tells no states of a key", () => {
  const untold = (ids: string) =>
    refused(
      `Pulumi.dev.yaml: keys.a: what is deployed does not have the states of its generations; first deploy it with exactly ${ids}`,
    );
  const mixed = deployed({ 1: { enabled: false }, 2: {} }, undefined, "2");

  test.each<[string, object, string]>([
    ["the same are enabled", mixed, generations("1: disabled, 2: current")],
    ["the key is off", deployed(off, undefined, "2"), keys("a: {enabled: false, generations: {1: grace, 2: current}}")],
  ])("a file with the same generations passes: %s", (_, state, file) => {
    expect(check(withFile(file), state)).toEqual(legal);
  });

  test.each([
    ["another is enabled", generations("1: grace, 2: current")],
    ["one is more", generations("1: disabled, 2: current, 3: staged")],
    ["one is less", generations("2: current")],
    ["the key is off", keys("a: {enabled: false, generations: {1: disabled, 2: current}}")],
    ["the key is gone", keys("b: ")],
  ])("no other passes: %s", (_, file) => {
    expect(check(withFile(file), mixed)).toEqual(untold("1 (disabled), 2 (enabled)"));
  });

  test("as its first deployment failed, it is new", () => {
    const state = exportedState({ a: { generations: { 1: {} } } });
    expect(check(withFile(generations("1: grace, 2: current")), state)).toEqual(legal);
  });
});

describe("a refusal names the commit to deploy first", () => {
  const rotation = [
    "1: current",
    "1: current, 2: staged",
    "1: grace, 2: current",
    "1: disabled, 2: current",
    "2: current",
  ];
  const versions = rotation.map((text) => inDev(generations(text)));
  const refusal =
    "Pulumi.dev.yaml: keys.a.generations.1: current -> absent is not a legal step; first: npm run rotate -- dev a start --now";
  const first = (commit: string) =>
    `deploy commit ${commit} first: it is the newest one that is one legal step from what is deployed`;
  const none = (commit: string) =>
    `no commit here is one legal step from what is deployed; make the steps again, one for each deployment, from commit ${commit}, which is what is deployed`;

  test("so that four pull requests are not deployed at once", () => {
    const folder = projectWith([
      versions[0]!,
      ...versions.slice(1).flatMap((files) => [files, { x: rotation.join() }]),
    ]);
    expect(check(folder, one)).toEqual(refused(refusal, first(git(folder, "rev-parse", "HEAD~4"))));
    expect(check(folder, two)).toEqual(
      refused(
        refusal.replace("current -> absent", "grace -> absent").replace("start --now", "retire 1"),
        first(git(folder, "rev-parse", "HEAD~2")),
      ),
    );
    expect(check(folder, deployed({ 1: { enabled: false }, 2: {} }, { 1: "disabled", 2: "current" }, "2"))).toEqual(
      legal,
    );
  });

  test("and it is none that has nothing new: from that one the steps go on", () => {
    const folder = projectWith([versions[0]!, { x: "later" }, versions[4]!]);
    expect(check(folder, one)).toEqual(refused(refusal, none(git(folder, "rev-parse", "HEAD~1"))));
    const twice = projectWith([versions[0]!, versions[4]!, versions[0]!, versions[4]!]);
    expect(check(twice, one)).toEqual(refused(refusal, none(git(twice, "rev-parse", "HEAD~1"))));
    const faulty = inDev("keys: 1");
    expect(check(projectWith([faulty, versions[4]!]), one)).toEqual(
      refused(refusal, none("").replace(/, from commit.*/, "")),
    );
  });

  test("and it is none that is at fault, or was only on a branch", () => {
    const folder = projectWith([versions[0]!, inDev(generations("1: curent, 2: staged"))]);
    git(folder, "checkout", "--quiet", "-b", "branch");
    commitNext(folder, versions[1]!);
    commitNext(folder, versions[4]!);
    git(folder, "checkout", "--quiet", "main");
    git(folder, "merge", "--quiet", "--no-ff", "--message", "x", "branch");
    expect(check(folder, one)).toEqual(refused(refusal, none(git(folder, "rev-parse", "HEAD~2"))));
  });
});

describe("what cannot be compared ends with 2", () => {
  const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "", "Pulumi.bad.yaml": "config: [" });

  test.each<[string, string, string]>([
    ["dev", "", "standard input is not an exported state; pipe `pulumi stack export` into this command"],
    [
      "dev",
      JSON.stringify(exportedState({ a: { generations: {} } }, {}, { stack: "prod" })),
      "standard input is the state of stack prod of project acme, not of stack dev of project acme; name the stack that was exported",
    ],
    ["qa", "", "there is no stack file Pulumi.qa.yaml; the stacks are bad, dev"],
  ])("stack %s", (stack, state, stderr) => {
    expect(rotate(["check", "--deployed", stack], folder, state)).toEqual({ exitCode: 2, stderr });
  });

  test("but for a file with faults, which are told", () => {
    const { exitCode, stderr } = check(withFile(keys("a: {x: 1}")), one);
    expect({ exitCode, stderr: stderr?.split(": unknown")[0] }).toEqual(
      refused("the configuration of stack dev has 1 problem:", "  keys.a.x"),
    );
  });
});
