import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { PROJECT_FILE, rotateDev } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

const file = (...keys: string[]) => ["config:", "  keys:", ...keys.map((line) => `    ${line}`), ""].join("\n");

const usage = [
  "the calls are:",
  "  npm run rotate -- STACK KEY VERB [ID] [--dry-run] [--same-deployment], where VERB is one of start, promote, rollback, cancel, retire, restore, remove",
  "  npm run rotate -- STACK KEY start [--now] [--usage-plan PLAN]",
  "  npm run rotate -- STACK KEY retire [ID] [--usage FILE [--still-used]]",
  "  npm run rotate -- STACK --all VERB, for every key of the stack",
  "  npm run rotate -- STACK status [KEY] [--json]",
  "  npm run rotate -- STACK due [--on YYYY-MM-DD] [--usage FILE] [--write] [--json]",
  "  npm run rotate -- check --base REF [--allow-gap]",
  "  pulumi stack export --stack STACK | npm run -s rotate -- check --deployed STACK [--allow-gap]",
].join("\n");

describe("a wrong call", () => {
  const folder = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "", "Pulumi.prod.yaml": "" });

  test.each<[string, string[]]>([
    ["no stack is given", []],
    ["no verb is given", ["dev"]],
    ["no verb is given", ["dev", "service"]],
    ["no verb is given", ["dev", "--all"]],
    ['"2" is one word too many', ["dev", "service", "retire", "1", "2"]],
    ['"retier" is not a verb; did you mean "retire"?', ["dev", "service", "retier"]],
    [
      '"go" is not a verb; the verbs are start, promote, rollback, cancel, retire, restore, remove',
      ["dev", "service", "go"],
    ],
    [
      '"constructor" is not a verb; the verbs are start, promote, rollback, cancel, retire, restore, remove',
      ["dev", "service", "constructor"],
    ],
    ["start takes no generation, as it finds its own", ["dev", "service", "start", "2"]],
    ["promote takes no generation, as it finds its own", ["dev", "service", "promote", "2"]],
    ["rollback takes no generation, as it finds its own", ["dev", "service", "rollback", "2"]],
    ["cancel takes no generation, as it finds its own", ["dev", "service", "cancel", "2"]],
    ["restore needs the id of a generation", ["dev", "service", "restore"]],
    ["restore needs the id of a generation", ["dev", "--all", "restore"]],
    ["--all takes no generation, as each key has its own", ["dev", "--all", "retire", "1"]],
    ["promote takes no --now", ["dev", "service", "promote", "--now"]],
    ["promote takes no --usage-plan", ["dev", "service", "promote", "--usage-plan", "p"]],
    ["start takes no --base", ["dev", "service", "start", "--base", "HEAD"]],
    ["start takes no --deployed", ["dev", "service", "start", "--deployed", "dev"]],
    ["start takes no --allow-gap", ["dev", "service", "start", "--allow-gap"]],
    ["start takes no --json", ["dev", "service", "start", "--json"]],
    ["start takes no --usage", ["dev", "service", "start", "--usage", "usage.json"]],
    ["remove takes no --still-used", ["dev", "service", "remove", "--still-used"]],
    ["status takes one key at most", ["dev", "status", "service", "other"]],
    ["status takes no --all", ["dev", "--all", "status"]],
    ["status takes no --on", ["dev", "status", "--on", "2026-11-25"]],
    ['due takes no "service", as it shows every key of the stack', ["dev", "due", "service"]],
    ["due takes no --dry-run", ["dev", "due", "--dry-run"]],
    ["--on 2026-02-30: not a day; give it as YYYY-MM-DD", ["dev", "due", "--on", "2026-02-30"]],
    ["check needs --base and a git ref, for example --base origin/main, or --deployed STACK", ["check"]],
    ["check takes either --base or --deployed", ["check", "--base", "HEAD", "--deployed", "dev"]],
    ['check takes no "dev"', ["check", "dev", "--base", "HEAD"]],
    ["check takes no --all", ["check", "--base", "HEAD", "--all"]],
    ["check takes no --dry-run", ["check", "--base", "HEAD", "--dry-run"]],
    ["Unknown option '--force'", ["dev", "service", "start", "--force"]],
    ["Option '--usage-plan <value>' argument missing", ["dev", "service", "start", "--usage-plan"]],
  ])("is told, with the right ones: %s", (problem, args) => {
    expect(rotate(args, folder)).toEqual({ exitCode: 2, stderr: `${problem}; ${usage}` });
  });

  test.each<[string, string[]]>([
    ["there is no stack file Pulumi.test.yaml; the stacks are dev, prod", ["test", "service", "start"]],
    // A stack may be called check.
    ["there is no stack file Pulumi.check.yaml; the stacks are dev, prod", ["check", "service", "start"]],
    ['stack dev has no key "servise"; did you mean "service"?', ["dev", "servise", "start"]],
    ['stack dev has no key "servise"; did you mean "service"?', ["dev", "status", "servise"]],
    // A key may be called status, or due.
    ['stack dev has no key "status"; the keys are service', ["dev", "status", "start"]],
    ['stack dev has no key "due"; the keys are service', ["dev", "due", "retire", "1"]],
    ['stack dev has no key "constructor"; the keys are service', ["dev", "constructor", "start"]],
  ])("names what there is: %s", (stderr, args) => {
    expect(rotate(args, folder)).toEqual({ exitCode: 2, stderr });
  });

  test("is one on a file that the CLI would read as something else", () => {
    const text = file("service: {generations: {01: current}}");
    expect(rotateDev(text, ["service", "start"])).toEqual({
      exitCode: 2,
      stderr: "Pulumi.dev.yaml, line 3: the Pulumi CLI reads 01 as something else; put it in quotes",
      text,
    });
  });

  test("is one on a file whose keys are the JSON that pulumi config set writes", () => {
    const text = `config:\n  keys: '{"service":{}}'\n`;
    expect(rotateDev(text, ["service", "start"])).toEqual({
      exitCode: 2,
      stderr:
        "Pulumi.dev.yaml: keys is JSON text, as pulumi config set keys writes it; write it as a map, and make the step again",
      text,
    });
  });

  test("is one on a file whose keys an environment may bring", () => {
    const text = "environment: [shop]\nconfig:\n  tags: {}\n";
    expect(rotateDev(text, ["service", "start"])).toEqual({
      exitCode: 2,
      stderr: "Pulumi.dev.yaml leaves its keys to an ESC environment; make the step there",
      text,
    });
  });

  test("is none on a file whose keys are its own, whatever an environment brings", () => {
    const text = "environment: [shop]\nconfig: {keys: {service: {generations: {1: current}}}}\n";
    expect(rotateDev(text, ["service", "start"]).text).toBe(text.replace("current", "current, 2: staged"));
  });

  test("is one on a file that is not in UTF-8", () => {
    const latin = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "" });
    writeFileSync(join(latin, "Pulumi.dev.yaml"), Buffer.from("config: {} # café\n", "latin1"));
    expect(rotate(["dev", "service", "start"], latin)).toEqual({
      exitCode: 2,
      stderr: "Pulumi.dev.yaml is not in UTF-8; save it as UTF-8",
    });
  });
});

describe("a step that is not legal leaves the file as it was, and says why and what is", () => {
  const unchanged = "Pulumi.dev.yaml is left as it was";

  test.each<[string, string, string[], string[]]>([
    ["nothing to promote", file("a:"), ["a", "promote"], ["a: no generation is staged; legal now: start, start --now"]],
    [
      "several to retire",
      file("a: {generations: {1: grace, 2: grace, 3: current}}"),
      ["a", "retire"],
      ["a: generations 1 and 2 are in grace: name one; legal now: start, start --now, rollback, retire 1, retire 2"],
    ],
    [
      "all or none",
      file("a:", "b: {generations: {1: current, 2: staged}}", "c: {generations: {1: disabled, 2: current}}"),
      ["--all", "promote"],
      [
        "a: no generation is staged; legal now: start, start --now",
        "c: no generation is staged; legal now: start, start --now, restore 1, remove",
      ],
    ],
    [
      "a plan that there is not",
      `${file("a:")}  usagePlans: {standard: {}}\n`,
      ["a", "start", "--usage-plan", "standrad"],
      [
        "the configuration of stack dev has 1 problem:",
        '  keys.a.generations.2.usagePlan: there is no usage plan "standrad"; did you mean "standard"?',
      ],
    ],
    [
      "a file at fault",
      file("a: {enabld: true}"),
      ["a", "start"],
      [
        "the configuration of stack dev has 1 problem:",
        '  keys.a.enabld: unknown; did you mean "enabled"? allowed here: description, enabled, usagePlan, generations, secretName, rotation, readers, customerId, tags (Pulumi.dev.yaml:3)',
      ],
    ],
    [
      "a file of which the CLI ignores a part",
      "configs: {keys: {a: {}}}\n",
      ["a", "start"],
      [
        "the configuration of stack dev has 1 problem:",
        '  configs: unknown, and the Pulumi CLI ignores it; did you mean "config"? (Pulumi.dev.yaml:1)',
      ],
    ],
    [
      "a file with both forms of one name",
      "config: {keys: {a: {}}, acme:keys: {b: {}}}\n",
      ["a", "start"],
      [
        "the configuration of stack dev has 1 problem:",
        '  keys: given twice, as "keys" and as "acme:keys", and the CLI drops one of them; keep one (Pulumi.dev.yaml:1)',
      ],
    ],
    [
      "a file with something encrypted",
      "config: {keys: {a: {description: {secure: v1:x}}}}\n",
      ["a", "start"],
      [
        "the configuration of stack dev has 1 problem:",
        "  keys: this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it (Pulumi.dev.yaml:1)",
      ],
    ],
  ])("%s", (_, text, args, problems) => {
    expect(rotateDev(text, args)).toEqual({ exitCode: 1, stderr: [...problems, unchanged].join("\n"), text });
  });
});

test("a step that would make the configuration too large for the CLI is refused", () => {
  const room = (bytes: number) => `config:\n  aws:padding: ${"x".repeat(bytes)}\n  keys: {service: {}}\n`;
  const { exitCode, stderr } = rotateDev(room(131_000), ["service", "start"]);
  expect({ exitCode, stderr: stderr?.replace(/\d{6} bytes/, "N bytes") }).toEqual({
    exitCode: 1,
    stderr: [
      "the configuration of stack dev has 1 problem:",
      "  keys: the configuration takes N bytes, and Linux passes at most 131072 to a program, so it could not start; split the stack (Pulumi.dev.yaml:3)",
      "Pulumi.dev.yaml is left as it was",
    ].join("\n"),
  });
});

const callWithKey = `  printf 'x-api-key: %s\\n' "$KEY" | call --header @-`;
const fetch = (name: string, region = "") => [
  `  ID=$(pulumi stack export --stack dev | jq -r '.deployment.resources[] | select(.urn | endswith("ApiKey::${name}")) | .id')`,
  `  KEY=$(aws apigateway get-api-key${region} --api-key "$ID" --include-value --query value --output text)`,
  callWithKey,
];
const published = ["  KEY=$(pulumi stack output apiKeyValue --show-secrets --stack dev)", callWithKey];
const ways = [
  "Verify it, with URL set to a method that requires a key:",
  "  call() {",
  `    ANSWER=$(curl --silent --show-error --fail-with-body --max-time 30 --write-out ' %{http_code}' "$@" "$URL")`,
  '    case "$? $ANSWER" in',
  `      22*'"Forbidden"'*' 403') echo 'refused: API Gateway does not accept the key' ;;`,
  `      22*' 40'[13] | 22*' 429' | 22*' 5'??) echo "HTTP \${ANSWER##* }: says nothing about the key" ;;`,
  '      0* | 22*) echo "accepted: HTTP ${ANSWER##* }" ;;',
  "      *) echo 'no answer: says nothing about the key' ;;",
  "    esac",
  "  }",
  "Without a key the call must be refused, else this method shows nothing:",
  "  call",
];
const right = (id: string) => [...ways, `With the value of generation ${id} the call must be accepted:`];
const refused = (id: string, given: readonly string[] = published) => [
  ...ways,
  "With the value that consumers are given the call must be accepted:",
  ...given,
  `With the value of generation ${id} the call must be refused:`,
];
const whoUses = "Who still uses it: pulumi stack export --stack dev | npm run -s usage -- dev";

describe("what a step prints", () => {
  const plans = "  usagePlans: {p: {}}\n";
  const two = (one: string, other: string, more = "") =>
    `${file(`a: {usagePlan: p, generations: {1: ${one}, 2: ${other}}${more}}`)}${plans}`;

  test.each<[string, string, string[], string[]]>([
    [
      "start",
      `${file("a: {usagePlan: p}")}${plans}  aws:region: eu-central-1\n`,
      ["a", "start"],
      [
        "  a 2: absent -> staged",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 2: is created, attached to usage plan p, and works; it is not handed over yet",
        "",
        ...right("2"),
        ...fetch("a-2", " --region eu-central-1"),
        "",
        "Once it is verified: npm run rotate -- dev a promote",
        "To go back: npm run rotate -- dev a cancel",
      ],
    ],
    [
      "start --now of one of several keys",
      `${file("a:", "b: {usagePlan: p}")}${plans}`,
      ["b", "start", "--now"],
      [
        "  b 1: current -> grace",
        "  b 2: absent -> current",
        "",
        "Deploy it: pulumi up --stack dev",
        "  b 1: still works, and is no longer handed over",
        "  b 2: is created, attached to usage plan p, and then is handed over",
        "",
        ...right("2"),
        `  KEY=$(pulumi stack output apiKeyValues --show-secrets --json --stack dev | jq -r '.["b"]')`,
        callWithKey,
        "",
        "Once no consumer holds the old value any more: npm run rotate -- dev b retire 1",
        whoUses,
        "To go back: npm run rotate -- dev b rollback",
      ],
    ],
    [
      "promote of the only key",
      two("current", "staged"),
      ["a", "promote"],
      [
        "  a 1: current -> grace",
        "  a 2: staged -> current",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: still works, and is no longer handed over",
        "  a 2: is handed over",
        "",
        ...right("2"),
        ...published,
        "",
        "Once no consumer holds the old value any more: npm run rotate -- dev a retire 1",
        whoUses,
        "To go back: npm run rotate -- dev a rollback",
      ],
    ],
    [
      "rollback with Secrets Manager",
      `${two("grace", "current")}  secretsManager: {}\n  aws:region: eu-west-1\n`,
      ["a", "rollback"],
      [
        "  a 1: grace -> current",
        "  a 2: current -> grace",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: is handed over",
        "  a 2: still works, and is no longer handed over",
        "",
        ...right("1"),
        `  SECRET=$(pulumi stack output secretArns --json --stack dev | jq -r '.["a"]')`,
        `  KEY=$(aws secretsmanager get-secret-value --region eu-west-1 --secret-id "$SECRET" --query SecretString --output text)`,
        callWithKey,
        "",
        "Once no consumer holds the old value any more: npm run rotate -- dev a retire 2",
        whoUses,
        "To go back: npm run rotate -- dev a rollback",
      ],
    ],
    [
      "cancel",
      two("current", "staged"),
      ["a", "cancel"],
      [
        "  a 2: staged -> disabled",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 2: is switched off; calls with it are answered with 403",
        "",
        ...refused("2"),
        ...fetch("a-2"),
        "",
        "Once nobody needs it: npm run rotate -- dev a remove 2",
        "To go back: npm run rotate -- dev a restore 2",
      ],
    ],
    [
      "retire",
      two("grace", "current"),
      ["a", "retire"],
      [
        "  a 1: grace -> disabled",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: is switched off; calls with it are answered with 403",
        "",
        ...refused("1"),
        ...fetch("a-1"),
        "",
        "Once nobody needs it: npm run rotate -- dev a remove 1",
        "To go back: npm run rotate -- dev a restore 1",
      ],
    ],
    [
      "restore",
      two("disabled", "current"),
      ["a", "restore", "1"],
      [
        "  a 1: disabled -> grace",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: works again, and is not handed over",
        "",
        ...right("1"),
        ...fetch("a-1"),
        "",
        "Once no consumer holds the old value any more: npm run rotate -- dev a retire 1",
        whoUses,
      ],
    ],
    [
      "remove",
      two("disabled", "current"),
      ["a", "remove"],
      [
        "  a 1: disabled -> absent",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: is deleted for good",
        "",
        "Nothing is left to do.",
      ],
    ],
    [
      "retire of every key",
      `${file("a: {usagePlan: p, generations: {1: grace, 2: current}}", "b: {usagePlan: p, generations: {4: grace, 5: current}}")}${plans}`,
      ["--all", "retire"],
      [
        "  a 1: grace -> disabled",
        "  b 4: grace -> disabled",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: is switched off; calls with it are answered with 403",
        "  b 4: is switched off; calls with it are answered with 403",
        "",
        ...refused("1", [
          `  KEY=$(pulumi stack output apiKeyValues --show-secrets --json --stack dev | jq -r '.["a"]')`,
          callWithKey,
        ]),
        ...fetch("a-1"),
        "Verify the other keys in the same way.",
        "",
        "Once nobody needs it: npm run rotate -- dev --all remove",
      ],
    ],
    [
      "start of a key without plan",
      file("a:"),
      ["a", "start"],
      [
        "  a 2: absent -> staged",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 2: is created, and works; it is not handed over yet",
        "",
        "Key a has no usage plan, so a method that requires a key answers it with 403.",
        "",
        "Once it is verified: npm run rotate -- dev a promote",
        "To go back: npm run rotate -- dev a cancel",
      ],
    ],
    [
      "promote of a key that is off",
      two("current", "staged", ", enabled: false"),
      ["a", "promote"],
      [
        "  a 1: current -> grace",
        "  a 2: staged -> current",
        "",
        "Deploy it: pulumi up --stack dev",
        "  a 1: still works, and is no longer handed over",
        "  a 2: is handed over",
        "",
        "Key a is off (enabled: false), so a method that requires a key answers it with 403.",
        "",
        "Once no consumer holds the old value any more: npm run rotate -- dev a retire 1",
        whoUses,
        "To go back: npm run rotate -- dev a rollback",
      ],
    ],
  ])("%s", (_, text, args, expected) => {
    const { exitCode, stdout } = rotateDev(text, args);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: ["Pulumi.dev.yaml is changed:", ...expected].join("\n"),
    });
  });
});

describe("the usage plan of a new generation", () => {
  const plans = "  usagePlans: {p: {}, q: {}}\n";

  test.each<[string, string, string[], string]>([
    ["is the key's, unsaid", "a: {usagePlan: p, generations: {1: current}}", ["start"], "1: current, 2: staged"],
    [
      "is the one that is asked for",
      "a: {usagePlan: p, generations: {1: current}}",
      ["start", "--usage-plan", "q"],
      "1: current, 2: { state: staged, usagePlan: q }",
    ],
    [
      "is written where it is asked for, even if it is the key's",
      "a: {usagePlan: p, generations: {1: current}}",
      ["start", "--usage-plan", "p"],
      "1: current, 2: { state: staged, usagePlan: p }",
    ],
    [
      "is the current generation's own",
      "a: {usagePlan: p, generations: {1: {state: current, usagePlan: q}}}",
      ["start"],
      "1: {state: current, usagePlan: q}, 2: { state: staged, usagePlan: q }",
    ],
    [
      "is the key's where the current generation's own is that, too",
      "a: {usagePlan: p, generations: {1: {state: current, usagePlan: p}}}",
      ["start"],
      "1: {state: current, usagePlan: p}, 2: staged",
    ],
    [
      "is not that of a generation that is not current",
      "a: {usagePlan: p, generations: {1: {state: grace, usagePlan: q}, 2: current}}",
      ["start"],
      "1: {state: grace, usagePlan: q}, 2: current, 3: staged",
    ],
  ])("%s", (_, key, args, generations) => {
    const after = rotateDev(`${file(key)}${plans}`, ["a", ...args]).text;
    expect(after).toBe(`${file(key.replace(/generations: \{.*\}\}$/, `generations: {${generations}}}`))}${plans}`);
  });
});
