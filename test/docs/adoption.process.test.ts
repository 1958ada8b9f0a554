import { execFileSync } from "node:child_process";
import { parse } from "yaml";
import { commandsOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { planOf } from "../kit/plan-of";
import { runScript } from "../kit/run-step";
import { folderWith } from "../kit/stack-folder";

/** Keys of a plan as AWS lists them, with names as people give them. */
const KEYS = [
  { id: "a1", name: "3M" },
  { id: "b2", name: "検索キー" },
  { id: "1234567890", name: "aaaaaaaaaabbbbbbbbbbccccccccccddddddddd----eeeeeeeeeeffffffffff0123456789" },
  { id: "d4", name: null },
  { id: "e5", name: "-" },
  { id: "f6", name: "Web Shop" },
  { id: "g7", name: "web_shop" },
  { id: "h8", name: "search (old)" },
];

test("docs/adoption.md prints entries that the plan accepts for every name, and loses no key", async () => {
  const [command = ""] = commandsOf("docs/adoption.md").flatMap(({ part, command: it }) =>
    part === "Twenty keys at once" ? [it] : [],
  );
  const filter = command.slice(command.indexOf("| jq ") + 2);
  const printed = execFileSync("bash", ["-c", filter], { input: JSON.stringify(KEYS), encoding: "utf8" });

  const { keys } = parse(`keys:\n${printed}`) as {
    keys: Record<string, { generations: Record<string, { import: string }> }>;
  };
  expect(Object.fromEntries(Object.entries(keys).map(([name, key]) => [key.generations["1"]?.import, name]))).toEqual({
    a1: "key-3m",
    b2: "key-b2",
    1234567890: "aaaaaaaaaabbbbbbbbbbccccccccccddddddddd",
    d4: "key-d4",
    e5: "key-e5",
    f6: "web-shop-f6",
    g7: "web-shop-g7",
    h8: "search-old",
  });
  const plans = "  usagePlans: { standard: { throttle: { rateLimit: 1, burstLimit: 2 } } }\n";
  const folder = folderWith({
    "Pulumi.yaml": exampleFiles()["Pulumi.yaml"]!,
    "Pulumi.prod.yaml": `config:\n${plans}  keys:\n${printed}`,
  });
  const { exitCode, stderr } = await planOf(folder, "prod");
  expect([exitCode, stderr]).toEqual([0, undefined]);
});

test.each([
  ["that are equal, and prints none", "echo v", 0, "equal\n"],
  ["that differ", 'case "$*" in *us-east-1*) echo w ;; *) echo v ;; esac', 1, ""],
  ["neither of which can be read", "exit 255", 255, ""],
])("docs/adoption.md compares two values %s", (_, aws, exit, printed) => {
  const [command = ""] = commandsOf("docs/adoption.md").flatMap((it) =>
    it.command.startsWith("ONE=") ? [it.command] : [],
  );
  const { code, stdout, calls } = runScript(command, { standIns: { aws } });
  expect([code, stdout]).toEqual([exit, printed]);
  expect(calls[0]).toBe("aws apigateway get-api-key --api-key a1b2c3d4e5 --include-value --query value");
});
