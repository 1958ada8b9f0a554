import { UsageError } from "../../../tools/command";
import { withStack, workflowsWithLists } from "../../../tools/init/stack-lists";
import { folderWithWorkflows } from "../../kit/workflow-folder";

const HEAD = "jobs:\n  one: # the job\n    strategy:\n      matrix:\n";

/** The list of a workflow, with a stack added to it. */
function added(list: string, stack: string, before?: string): string {
  const folder = folderWithWorkflows({}, { "a.yml": HEAD + list });
  const [workflow] = workflowsWithLists(folder);
  const text = withStack(workflow!, stack, before);
  expect(text.startsWith(HEAD)).toBe(true);
  return text.slice(HEAD.length);
}

const names = Array.from({ length: 10 }, (_, index) => `environment${index}`);

test.each<[string, string, [stack: string, before?: string]]>([
  ["        stack: [dev, prod] # all\n", "        stack: [dev, prod, qa] # all\n", ["qa"]],
  ["        stack: [dev, prod]\n", "        stack: [dev, qa, prod]\n", ["qa", "prod"]],
  ["        stack: [dev, prod]\n", "        stack: [dev, prod, qa]\n", ["qa", "other"]],
  ["        stack: [dev, prod]\n", "        stack: [dev, prod]\n", ["prod", "dev"]],
  ["        stack: []\n", "        stack: [qa]\n", ["qa"]],
  ["        stack: [dev]\n", '        stack: [dev, "1"]\n', ["1"]],
  ["        stack: [dev]\n", '        stack: [dev, "on"]\n', ["on"]],
  ["        stack: [dev]\n", '        stack: [dev, "2026-11-27"]\n', ["2026-11-27"]],
  [
    "        stack: ['dev', # first\n          prod]",
    "        stack: ['dev', # first\n          qa, prod]",
    ["qa", "prod"],
  ],
  ["        stack:\n          - dev\n", "        stack:\n          - dev\n          - qa\n", ["qa"]],
  ["        stack:\n        - dev", "        stack:\n        - qa\n        - dev", ["qa", "dev"]],
  [
    "        stack:\n          - dev # 1\n          # last\n          - prod\n        other: [a]\n",
    "        stack:\n          - dev # 1\n          - qa\n          # last\n          - prod\n        other: [a]\n",
    ["qa", "prod"],
  ],
  [
    `        stack: [${names.slice(0, 6).join(", ")}]\n        other: [a]\n`,
    `        stack: [${names.slice(0, 7).join(", ")}]\n        other: [a]\n`,
    [names[6]!],
  ],
  [
    `        stack: [${names.slice(0, 7).join(", ")}]\n        other: [a]\n`,
    `        stack:${names
      .slice(0, 8)
      .map((name) => `\n          - ${name}`)
      .join("")}\n        other: [a]\n`,
    [names[7]!],
  ],
])("%j becomes %j", (list, expected, [stack, before]) => {
  expect(added(list, stack, before)).toBe(expected);
});

test("a list that cannot be edited is left, with what to do", () => {
  expect(() => added("        stack:\n          -\n            dev\n", "qa")).toThrow(
    new UsageError(".github/workflows/a.yml has its list in a form that cannot be edited here; add qa by hand"),
  );
});

test("what is no list of names is none of ours", () => {
  const lists = [
    "        stack: ${{ fromJSON(inputs.stacks) }}\n",
    "        stack: [{ a: 1 }]\n",
    "        other: [a]\n",
  ];
  const others = { "x.yml": "name: x\n", "y.yml": "- a\n", "z.txt": HEAD + "        stack: [dev]\n" };
  const texts = Object.fromEntries(lists.map((list, index) => [`${index}.yml`, HEAD + list]));
  expect(workflowsWithLists(folderWithWorkflows({}, { ...texts, ...others }))).toEqual([]);
});
