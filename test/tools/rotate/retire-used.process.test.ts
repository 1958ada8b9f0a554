import { rotate } from "../../../tools/rotate/rotate";
import { repositoryWith, writeFiles } from "../../kit/repository";
import { folderWith } from "../../kit/stack-folder";

const TODAY = "2026-11-25";
const PROJECT = "name: acme\n";
const stack = (rotation: string, keys: string) => `config:\n${rotation}  usagePlans: {p: {}}\n  keys:\n${keys}`;
const retiring = (rotation = "") =>
  stack(
    rotation,
    "    a: {usagePlan: p, generations: {1: grace, 2: current}}\n    b: {usagePlan: p, generations: {1: grace, 2: current}}\n",
  );

/** A file of usage: `a 1` was used so many days ago, the others never. */
function usage(daysAgo: number): string {
  const days = Array.from({ length: 10 }, (_, day) => (day === 9 - daysAgo ? 7 : 0));
  const generation = (key: string, id: string, used: readonly number[]) => ({
    key,
    generation: id,
    state: id === "1" ? "grace" : "current",
    usagePlan: "p",
    apiKeyId: `id-${key}-${id}`,
    today: 0,
    last7: 0,
    total: 0,
    lastUsed: used.some((count) => count > 0) ? `2026-11-${25 - daysAgo}` : null,
    quotaLimit: null,
    days: used,
  });
  const none = Array<number>(10).fill(0);
  const generations = [generation("a", "1", days), generation("a", "2", none), generation("b", "1", none)];
  return JSON.stringify({ stack: "dev", from: "2026-11-16", to: TODAY, generations });
}

function retire(daysAgo: number, rotation: string, ...args: string[]) {
  const folder = folderWith({
    "Pulumi.yaml": PROJECT,
    "Pulumi.dev.yaml": retiring(rotation),
    "usage.json": usage(daysAgo),
  });
  const { exitCode, stderr } = rotate(["dev", ...args], folder, "", { today: TODAY, colour: false });
  return [exitCode, stderr];
}
const refused = (because: string) => [
  1,
  `a 1: ${because}; --still-used retires it anyway\nPulumi.dev.yaml is left as it was`,
];

describe("retire with usage", () => {
  test.each<[string, number, string, string[], unknown[]]>([
    ["refuses a generation that is used", 2, "", ["a", "retire"], refused("still used: 7 requests in the last 3 days")],
    [
      "by the days of the calendar",
      4,
      "  rotation: {quietDays: 5}\n",
      ["a", "retire"],
      refused("still used: 7 requests in the last 5 days"),
    ],
    ["one that is named too", 2, "", ["a", "retire", "1"], refused("still used: 7 requests in the last 3 days")],
    ["and every key with it", 2, "", ["--all", "retire"], refused("still used: 7 requests in the last 3 days")],
    ["accepts one that was quiet", 4, "", ["a", "retire"], [0, undefined]],
    ["and one whose use does not matter", 2, "  rotation: {quietDays: 0}\n", ["a", "retire"], [0, undefined]],
    ["and any that is said to be still used", 2, "", ["a", "retire", "--still-used"], [0, undefined]],
  ])("%s", (_, daysAgo, rotation, args, expected) => {
    expect(retire(daysAgo, rotation, ...args, "--usage", "usage.json")).toEqual(expected);
  });
});

describe("what a step prints of the calendar", () => {
  const advice = (keys: string, rotation: string, ...args: string[]) => {
    const folder = repositoryWith(["2026-11-20", { "Pulumi.yaml": PROJECT, "Pulumi.dev.yaml": stack(rotation, keys) }]);
    writeFiles(folder, {});
    const { stdout = "" } = rotate(["dev", ...args], folder, "", { today: TODAY, colour: false });
    return stdout.split("\n").filter((line) => line.startsWith("By the calendar"));
  };
  const committed = "By the calendar, if this is committed today:";

  test.each<[string, string, string, string[], string[]]>([
    ["after start", "    a:\n", "  rotation: {}\n", ["a", "start"], [`${committed} promote 2 on 2026-11-26`]],
    [
      "after promote",
      "    a: {generations: {1: current, 2: staged}}\n",
      "  rotation: {}\n",
      ["a", "promote"],
      [`${committed} retire 1 on 2026-12-02`],
    ],
    [
      "after retire",
      "    a: {generations: {1: grace, 2: current}}\n",
      "  rotation: {}\n",
      ["a", "retire"],
      [`${committed} remove 1 on 2026-12-02`],
    ],
    [
      "after remove",
      "    a: {generations: {1: disabled, 2: current}}\n",
      "  rotation: {}\n",
      ["a", "remove"],
      [`${committed} start on 2027-02-18`],
    ],
    [
      "of every key",
      "    a:\n    b: {rotation: {stagedDays: 0}}\n",
      "  rotation: {}\n",
      ["--all", "start"],
      [`${committed} the next step on 2026-11-25`],
    ],
    ["of a key without one", "    a: {rotation: false}\n", "  rotation: {}\n", ["a", "start"], []],
    ["where there is none", "    a:\n", "", ["a", "start"], []],
  ])("%s", (_, keys, rotation, args, expected) => {
    expect(advice(keys, rotation, ...args)).toEqual(expected);
  });
});
