import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { commitNext, git, projectWith, writeFiles } from "../../kit/repository";
import { rotateDev } from "../../kit/rotate";

const dev = (keys: string) => ({ "Pulumi.dev.yaml": `config:\n  usagePlans: {p: {}, q: {}}\n  keys:\n${keys}` });
const one = (generations: string, more = "") => dev(`    a: {generations: {${generations}}${more}}\n`);
const step = (folder: string, ...args: string[]) => rotate(["dev", ...args], folder);
const textOf = (folder: string) => readFileSync(join(folder, "Pulumi.dev.yaml"), "utf8");

const refused = (...names: string[]) => ({
  exitCode: 1,
  stderr: [
    ...names.map(
      (name) =>
        `${name}: it differs from HEAD, and each step is a deployment of its own: commit and deploy the last one first; --same-deployment accepts both in one`,
    ),
    "Pulumi.dev.yaml is left as it was",
  ].join("\n"),
});

describe("a key that differs from HEAD takes no second step", () => {
  test.each([
    ["in its states", one("1: current, 2: staged"), one("1: grace, 2: current"), ["retire"]],
    ["in its generations", one("1: current"), one("1: current, 2: staged"), ["promote"]],
    ["in its plans", one("1: current, 2: staged"), one("1: current, 2: staged", ", usagePlan: p"), ["promote"]],
  ])("%s", (_, head, now, args) => {
    const folder = projectWith([head]);
    writeFiles(folder, now);
    expect(step(folder, "a", ...args)).toEqual(refused("a"));
    expect(textOf(folder)).toBe(now["Pulumi.dev.yaml"]);
    expect(step(folder, "a", ...args, "--same-deployment").exitCode).toBe(0);
  });

  test("nor does any key with it, where all take one", () => {
    const folder = projectWith([dev("    a:\n    b:\n    c:\n")]);
    expect(step(folder, "b", "start").exitCode).toBe(0);
    expect(step(folder, "--all", "start", "--now")).toEqual(refused("b"));
  });

  test("until the first one is committed, whatever else differs", () => {
    const folder = projectWith([one("1: current"), one("1: current, 2: staged")]);
    writeFiles(folder, one("1: current, 2: staged", ", description: other, enabled: false"));
    expect(step(folder, "a", "promote").exitCode).toBe(0);
    commitNext(folder, {});
    expect(step(folder, "a", "retire").exitCode).toBe(0);
  });

  test("and neither does one that differs from the newest version without fault", () => {
    const folder = projectWith([one("1: current"), one("1: curent")]);
    writeFiles(folder, one("1: current, 2: staged"));
    expect(step(folder, "a", "promote")).toEqual(refused("a"));
  });
});

describe("a second step is free", () => {
  test.each([
    ["for a key that HEAD does not have", dev("    b:\n")],
    ["for a file that HEAD does not have", {}],
  ])("%s", (_, head) => {
    const folder = projectWith([head]);
    writeFiles(folder, dev("    a: {generations: {1: current, 2: staged}}\n    b:\n"));
    expect(step(folder, "a", "promote").exitCode).toBe(0);
  });

  test("without git", () => {
    expect(rotateDev(one("1: current, 2: staged")["Pulumi.dev.yaml"], ["a", "promote"]).exitCode).toBe(0);
  });
});

test("a step that takes the last one back is made, and the advice says that nothing is left to deploy", () => {
  const folder = projectWith([one("1: grace, 2: current")]);
  const said = "These generations are as in HEAD again: if HEAD is deployed, there is nothing to deploy.";
  expect(step(folder, "a", "retire").stdout).not.toContain(said);
  expect(step(folder, "a", "restore", "1").stdout!.split("\n").slice(0, 3)).toEqual([
    "Pulumi.dev.yaml is changed:",
    "  a 1: disabled -> grace",
    said,
  ]);
  expect(git(folder, "status", "--short")).toBe("");
});
