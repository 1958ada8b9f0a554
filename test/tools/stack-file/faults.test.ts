import { readStackFile } from "../../../tools/stack-file/stack-file";
import { planOf } from "../../kit/plan-of";
import { folderWith } from "../../kit/stack-folder";

/** The faults of the stack `dev` of a project `acme`, a line each. */
function faultsOf(text: string, project = "name: acme\n"): string[] {
  const { faults = [] } = readStackFile(folderWith({ "Pulumi.yaml": project, "Pulumi.dev.yaml": text }), "dev");
  return faults.map(({ path, problem, file, line }) => `${path}: ${problem} (${file}:${line})`);
}

const IGNORED = "unknown, and the Pulumi CLI ignores it";
const OUTSIDE = "outside config, where the Pulumi CLI ignores it";
const PARTS = "config, environment, secretsprovider, encryptedkey, encryptionsalt";
const X = `x: ${IGNORED}; drop it, or indent it under config. Allowed here: ${PARTS} (Pulumi.dev.yaml:3)`;
const READER = "arn:aws:iam::111122223333:role/a";

describe("what stands where the CLI ignores it is told first, and what only follows from it is not told", () => {
  test.each<[string, string, string[]]>([
    ["nothing of it", `encryptionsalt: v1:x\nsecretsprovider: passphrase\nencryptedkey: x\nenvironment: []\n`, []],
    ["x-anything, the place for anchors", "x-config: {a: 1}\nx-keys: [1]\nx: 1\nconfig: {}\n", [X]],
    [
      "a misspelt config, whose entries are checked as if it were none",
      "# dev\nconfg:\n  keys:\n    A: {}\n    b: {usagePlan: p}\n  usagePlans: {p: {}}\n",
      [
        `confg: ${IGNORED}; did you mean "config"? (Pulumi.dev.yaml:2)`,
        'keys.A: not a valid name; did you mean "a"? give lower-case letters, digits and single hyphens between them, a letter first, at most 64 characters (Pulumi.dev.yaml:4)',
      ],
    ],
    [
      "a misspelt config below one that is empty",
      "config:\nConfig:\n  secretsManager: 5\n",
      [
        `Config: ${IGNORED}; did you mean "config"? (Pulumi.dev.yaml:2)`,
        "secretsManager: got 5; give a map with kmsKeyId, recoveryWindowInDays (Pulumi.dev.yaml:3)",
      ],
    ],
    [
      "a second config, which counts for nothing",
      "config: {keys: {a: {}}}\nconfigs: {keys: {A: {}}}\n",
      [`configs: ${IGNORED}; did you mean "config"? (Pulumi.dev.yaml:2)`],
    ],
    ["a config that is no map", "confg: 5\n", [`confg: ${IGNORED}; did you mean "config"? (Pulumi.dev.yaml:1)`]],
    [
      "an entry that is not indented, without which the readers would be at fault",
      `config:\n  keys: {a: {readers: ["${READER}"]}}\nsecretsManager:\n  kmsKeyId:\n`,
      [
        `secretsManager: ${OUTSIDE}; indent it under config (Pulumi.dev.yaml:3)`,
        "secretsManager.kmsKeyId: empty: give a value or drop the line (Pulumi.dev.yaml:4)",
      ],
    ],
    [
      "a Region that is not indented",
      "aws:region: eu-central-1\nconfig:\n  aws:region: eu-central-1\n",
      [`aws:region: ${OUTSIDE}; indent it under config (Pulumi.dev.yaml:1)`],
    ],
    [
      "an entry that is not indented and misspelt",
      "config:\n  keys: {a: {usagePlan: p}}\nusagePlan:\n  p: {description: ''}\n",
      [
        `usagePlan: ${OUTSIDE}; did you mean "usagePlans", indented under config? (Pulumi.dev.yaml:3)`,
        'usagePlans.p.description: got ""; give text of 1 to 10000 characters (Pulumi.dev.yaml:4)',
      ],
    ],
    [
      "an entry that stands in its place too, which counts",
      "config: {tags: {a: b}}\ntags: 5\n",
      [`tags: ${OUTSIDE}; indent it under config (Pulumi.dev.yaml:2)`],
    ],
    [
      "a file without config, entry by entry, before whatever else",
      "keys: {a: {enabled: 1}}\nzone: x\n",
      [
        `keys: ${OUTSIDE}; indent it under config (Pulumi.dev.yaml:1)`,
        `zone: ${IGNORED}; drop it, or indent it under config. Allowed here: ${PARTS} (Pulumi.dev.yaml:2)`,
        "keys.a.enabled: got 1; give true or false (Pulumi.dev.yaml:1)",
      ],
    ],
    [
      "an encrypted entry, nothing of which is quoted",
      "tags:\n  secure: v1:MARKER\n",
      [
        `tags: ${OUTSIDE}; indent it under config (Pulumi.dev.yaml:1)`,
        "tags: this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it (Pulumi.dev.yaml:1)",
      ],
    ],
  ])("%s", (_, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  test("in Pulumi.yaml where it was meant for the stack, and nothing that only the project knows", () => {
    const project = "name: acme\nnote: x\nconfg: {keys: {default: {a: {}}}}\noption: {refresh: always}\nkeys: {}\n";
    const ignored = "unknown in Pulumi.yaml, and the Pulumi CLI ignores it";
    expect(faultsOf("", project)).toEqual([
      `confg: ${ignored}; did you mean "config"? (Pulumi.yaml:3)`,
      `keys: ${ignored}; give it under config, as a default (Pulumi.yaml:5)`,
      `option: ${ignored}; did you mean "options"? (Pulumi.yaml:4)`,
    ]);
  });
});

describe("a fault has the line", () => {
  const project = [
    "name: acme",
    "config:",
    "  keys:",
    "    default:",
    "      a: {enabled: 1}",
    "  tags: {value: {aws:x: y}}",
    "  deletionProtection: maybe",
  ].join("\n");

  test.each<[string, string, [string, number][]]>([
    ["of a field", "config:\n  keys:\n    a:\n      enabled: 1\n", [["keys.a.enabled", 4]]],
    [
      "of what misses one",
      "config:\n  usagePlans:\n    p:\n      throttle:\n        rateLimit: 1\n",
      [["usagePlans.p.throttle.burstLimit", 4]],
    ],
    [
      "of an item in a list",
      `config:\n  secretsManager: {}\n  keys:\n    a:\n      readers:\n        - ${READER}\n        - x\n`,
      [["keys.a.readers[1]", 7]],
    ],
    [
      "of a name that is no word",
      'config:\n  usagePlans:\n    p:\n      apiStages:\n        - apiId: a\n          stage: b\n          throttle:\n            /a/GET: {}\n            "/b \\"]/é": {rateLimit: 1, burstLimit: 1}\n      throttle: {rateLimit: 1, burstLimit: 1}\n',
      [
        ['usagePlans.p.apiStages[0].throttle["/a/GET"].burstLimit', 8],
        ['usagePlans.p.apiStages[0].throttle["/a/GET"].rateLimit', 8],
        ['usagePlans.p.apiStages[0].throttle["/b \\"]/é"]', 9],
      ],
    ],
    [
      "of a name that is a number",
      "config:\n  keys:\n    a:\n      generations:\n        1: x\n",
      [["keys.a.generations.1", 5]],
    ],
    [
      "of what an alias stands for, once for each path",
      "x-throttle: &throttle\n  rateLimit: 1\n  burstLimit: 0\nconfig:\n  usagePlans:\n    p: {throttle: *throttle}\n    q: {throttle: *throttle}\n",
      [
        ["usagePlans.p.throttle.burstLimit", 3],
        ["usagePlans.q.throttle.burstLimit", 3],
      ],
    ],
    [
      "of the value of an alias in a list and in a map",
      "x-r: &r x\nx-p: &p P\nconfig:\n  secretsManager: {}\n  keys:\n    a:\n      readers: [*r]\n      description: *p\n      usagePlan: *p\n",
      [
        ["keys.a.readers[0]", 1],
        ["keys.a.usagePlan", 2],
      ],
    ],
    [
      "of what a merge key takes from another map, and of what it does not",
      "x-a: &a\n  enabled: 1\n  usagePlan: p\nx-b: &b\n  enabled: 2\nconfig:\n  keys:\n    a:\n      <<: [*a, *b]\n      usagePlan: q\n",
      [
        ["keys.a.enabled", 2],
        ["keys.a.usagePlan", 10],
      ],
    ],
    ["of an entry with the project's namespace", "config:\n\n  acme:keys: 5\n", [["keys", 3]]],
    ["of an entry in the old spelling", "config:\n\n  acme:config:keys: 5\n", [["keys", 3]]],
    ["of the Region", "config:\n\n  aws:region: eu\n", [["aws:region", 3]]],
    ["of a misspelt Region", "config:\n\n  aws:regoin: eu-central-1\n", [["aws:regoin", 3]]],
    ["of an entry under a foreign namespace", "config:\n\n  other:keys: 5\n", [["keys", 3]]],
    [
      "of an entry under a foreign namespace, beside ours",
      "config:\n  keys: { a: {} }\n  other:keys: 5\n",
      [["keys", 3]],
    ],
    [
      "of the second of two forms of one entry",
      "config:\n  keys: {}\n  acme:keys: 5\n",
      [
        ["keys", 3],
        ["keys", 3],
      ],
    ],
    [
      "of an entry that is JSON text",
      'config:\n  tags: {}\n  keys: \'{"a": {"enabled": 1}}\'\n',
      [["keys.a.enabled", 3]],
    ],
    ["of an entry that is encrypted", "config:\n  aws:x: y\n  keys: {a: {secure: x}}\n", [["keys", 3]]],
    [
      "in a file with the line ends of Windows",
      "config:\r\n  keys:\r\n    a: {enabled: 1}\r\n",
      [["keys.a.enabled", 3]],
    ],
  ])("%s", (_, text, faults) => {
    expect(linesOf(text)).toEqual(faults.map(([path, line]) => [path, "Pulumi.dev.yaml", line]));
  });

  test("of Pulumi.yaml for its defaults, a default, a value or neither", () => {
    expect(linesOf("", project)).toEqual([
      ["deletionProtection", "Pulumi.yaml", 7],
      ["keys.a.enabled", "Pulumi.yaml", 5],
      ['tags["aws:x"]', "Pulumi.yaml", 6],
    ]);
  });

  test("of config for what no file has", () => {
    const padding = "x".repeat(131_072);
    expect(linesOf(`environment:\nconfig:\n  aws:x: ${padding}\n`)).toEqual([["keys", "Pulumi.dev.yaml", 2]]);
  });

  function linesOf(text: string, of = "name: acme\n") {
    const { faults = [] } = readStackFile(folderWith({ "Pulumi.yaml": of, "Pulumi.dev.yaml": text }), "dev");
    return faults.map(({ path, file, line }) => [path, file, line]);
  }
});

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
