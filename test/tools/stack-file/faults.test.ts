import { readStackFile } from "../../../tools/stack-file/stack-file";
import { planOf } from "../../kit/plan-of";
import { folderWith } from "../../kit/stack-folder";

/** The faults of the stack `dev` of a project `acme`, a line each. */
function faultsOf(text: string, project: string): string[] {
  const { faults = [] } = readStackFile(folderWith({ "Pulumi.yaml": project, "Pulumi.dev.yaml": text }), "dev");
  return faults.map(({ path, problem, file, line }) => `${path}: ${problem} (${file}:${line})`);
}

test("what stands in Pulumi.yaml and was meant for the stack is refused, and nothing that is the project's", () => {
  const project = "name: acme\nnote: x\nconfg: {keys: {default: {a: {}}}}\noption: {refresh: always}\nkeys: {}\n";
  const ignored = "unknown in Pulumi.yaml, and the Pulumi CLI ignores it";
  expect(faultsOf("", project)).toEqual([
    `confg: ${ignored}; did you mean "config"? (Pulumi.yaml:3)`,
    `keys: ${ignored}; give it under config, as a default (Pulumi.yaml:5)`,
    `option: ${ignored}; did you mean "options"? (Pulumi.yaml:4)`,
  ]);
});

test("a fault has the line of Pulumi.yaml for a default there, a value or neither", () => {
  const project = [
    "name: acme",
    "config:",
    "  keys:",
    "    default:",
    "      a: {enabled: 1}",
    "  tags: {value: {aws:x: y}}",
    "  deletionProtection: maybe",
  ].join("\n");
  expect(faultsOf("", project)).toEqual([
    'deletionProtection: got "maybe"; give true or false (Pulumi.yaml:7)',
    "keys.a.enabled: got 1; give true or false (Pulumi.yaml:5)",
    'tags["aws:x"]: not a valid name; give 1 to 128 letters, digits, spaces or _ . : / = + - @, not starting with aws: or service-keys: (Pulumi.yaml:6)',
  ]);
});

test("a fault has its line in a file with the line ends of Windows", () => {
  expect(faultsOf("config:\r\n  keys:\r\n    a: {enabled: 1}\r\n", "name: acme\n")).toEqual([
    "keys.a.enabled: got 1; give true or false (Pulumi.dev.yaml:3)",
  ]);
});

const READER = "arn:aws:iam::111122223333:role/a";

test("the plan of a file with anchors, aliases and merge keys is that of the same file written out", async () => {
  const repeated = [
    "x-team: &team",
    `  - ${READER}`,
    "x-partner: &partner",
    "  usagePlan: standard",
    "  readers: *team",
    "  tags: &tags { cost-centre: ai }",
    "config:",
    "  secretsManager:",
    "  usagePlans:",
    "    standard: { throttle: &t { rateLimit: 10, burstLimit: 20 } }",
    "    large: { throttle: { <<: *t, burstLimit: 40 }, tags: *tags }",
    "  keys:",
    "    acme: { <<: *partner, description: Acme }",
    "    other: { <<: [{ usagePlan: large }, *partner] }",
  ];
  const writtenOut = [
    "secretsManager:",
    "usagePlans:",
    "  standard: { throttle: { rateLimit: 10, burstLimit: 20 } }",
    "  large: { throttle: { rateLimit: 10, burstLimit: 40 }, tags: { cost-centre: ai } }",
    "keys:",
    `  acme: { usagePlan: standard, readers: ["${READER}"], tags: { cost-centre: ai }, description: Acme }`,
    `  other: { usagePlan: large, readers: ["${READER}"], tags: { cost-centre: ai } }`,
  ];
  const folder = (lines: string[]) =>
    folderWith({ "Pulumi.yaml": "name: ai-service-keys\n", "Pulumi.dev.yaml": lines.join("\n") });
  const [first, second] = [folder(repeated), folder(["config:", ...writtenOut.map((line) => `  ${line}`)])];
  const answer = await planOf(second, "dev");
  expect(answer.exitCode).toBe(0);
  expect(await planOf(first, "dev")).toEqual(answer);
});
