import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { PROJECT_FILE, rotateDev, stackFileWith as file } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

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
