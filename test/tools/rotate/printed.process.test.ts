import { rotateDev, stackFileWith as file } from "../../kit/rotate";

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
