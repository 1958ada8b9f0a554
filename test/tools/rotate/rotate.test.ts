import * as fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Document, isMap, isScalar, visit } from "yaml";
import type { Presence } from "../../../src/rotation";
import { UsageError } from "../../../tools/command";
import { rotate } from "../../../tools/rotate/rotate";
import { legalSteps, outcomeOf } from "../../../tools/rotate/steps";
import { parseStackFile } from "../../../tools/stack-file/stack-file";
import { validConfig } from "../../kit/arbitrary-config";
import { PROJECT_FILE, requestOf, rotateDev } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";
import { exportOf } from "../../kit/transcripts";
import { tries } from "../../kit/tries";

test("a file that is not in UTF-8 is refused", () => {
  const latin = folderWith({ "Pulumi.yaml": PROJECT_FILE, "Pulumi.dev.yaml": "" });
  writeFileSync(join(latin, "Pulumi.dev.yaml"), Buffer.from("config: {} # café\n", "latin1"));
  expect(rotate(["dev", "service", "start"], latin)).toEqual({
    exitCode: 2,
    stderr: "Pulumi.dev.yaml is not in UTF-8; save it as UTF-8",
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

test("status paints what is due yellow, and what is off dim", () => {
  const folder = folderWith({
    "Pulumi.yaml": "name: acme\n",
    "Pulumi.dev.yaml":
      "config: {rotation: {}, keys: {a: {generations: {1: disabled, 2: grace, 3: current, 4: revoked}}}}\n",
  });
  const deployed = [
    "a 1 disabled since 2026-11-24",
    "a 2 grace since 2026-11-10",
    "a 3 current since 2026-11-10",
    "a 4 revoked since 2026-11-24",
  ];
  const linesOf = (colour: boolean) =>
    rotate(["dev", "status"], folder, {
      today: "2026-11-25",
      colour,
      exportStack: () => JSON.stringify(exportOf(deployed.join("\n"))),
    }).stdout!.split("\n");
  const painted = linesOf(true);
  expect(painted.map(stripVTControlCharacters)).toEqual(linesOf(false));
  const styles = painted
    .slice(2, 7)
    .map((line) => (line.startsWith("\u001b") ? line.slice(0, line.indexOf("m") + 1) : undefined));
  expect(styles).toEqual(["\u001b[1m", "\u001b[2m", "\u001b[33m", undefined, "\u001b[2m"]);
});

const project = "name: acme\n";

/** A stack file in many a style, with a comment of its own behind every second word. */
const stackFile = fc
  .record({
    config: validConfig,
    keysAs: fc.constantFrom("keys", "acme:keys", "acme:config:keys"),
    braces: fc.func(fc.boolean()),
    commented: fc.infiniteStream(fc.boolean()),
    indent: fc.constantFrom(2, 4),
    quoted: fc.constantFrom("PLAIN" as const, "QUOTE_DOUBLE" as const, "QUOTE_SINGLE" as const),
    lineWidth: fc.constantFrom(0, 30),
    windows: fc.boolean(),
    ended: fc.boolean(),
  })
  .map(({ config: { keys, ...rest }, keysAs, braces, commented, indent, quoted, lineWidth, windows, ended }) => {
    const document = new Document({
      encryptionsalt: "v1:x",
      config: { ...rest, [keysAs]: keys, "aws:region": "eu-west-1" },
    });
    let comments = 0;
    visit(document, {
      Map: (_, map) => void (map.flow = braces(map.items.map(({ key }) => String(key)).join())),
      Pair: (_, { value }) => {
        if (isScalar(value) && commented.next().value) value.comment = ` comment ${++comments}.`;
        if (isMap(value) && value.items.length === 0 && commented.next().value)
          value.comment = ` comment ${++comments}.`;
      },
    });
    const text = document.toString({ indent, lineWidth, defaultKeyType: quoted, defaultStringType: quoted });
    const chosen = ended ? text : text.trimEnd();
    return windows ? chosen.replaceAll("\n", "\r\n") : chosen;
  })
  .filter((text) => read(text) !== undefined);

function read(text: string) {
  try {
    return parseStackFile("dev", { project, stack: text }).settings;
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

test("whatever the file, a legal step changes its generations and no comment, or leaves it as it was", () => {
  let edited = 0;
  fc.assert(
    fc.property(stackFile, fc.nat(), fc.nat(), (text, whichKey, whichStep) => {
      const before = read(text)!;
      const names = Object.keys(before.keys);
      const name = names[whichKey % names.length]!;
      const { generations } = before.keys[name]!;
      const states = Object.fromEntries(Object.entries(generations).map(([id, { state }]) => [id, state]));
      const steps = legalSteps(states);
      const typed = steps[whichStep % steps.length]!;
      const { changes = {} } = outcomeOf(states, requestOf(typed));
      const expected = structuredClone(before);
      for (const [id, to] of Object.entries<Presence>(changes)) {
        const plan = Object.values(generations).find(({ state }) => state === "current")!.usagePlan;
        if (to === "absent") delete expected.keys[name]!.generations[id];
        else
          expected.keys[name]!.generations[id] = { ...(generations[id] ?? (plan && { usagePlan: plan })), state: to };
      }

      const result = rotateDev(text, [name, ...typed.split(" ")], project);
      if (result.exitCode === 2) {
        expect([result.stderr, result.text]).toEqual([expect.stringContaining("cannot be edited here"), text]);
        return;
      }
      edited += 1;
      expect(result.stderr).toBeUndefined();
      expect(read(result.text)).toEqual(expected);
      const removal = Object.values(changes).includes("absent");
      const comments = (of: string) => of.match(/# comment [0-9]+\./g) ?? [];
      if (!removal) expect(comments(result.text)).toEqual(comments(text));
      expect(/\r(?!\n)|(?<!\r)\n/.test(result.text)).toBe(/\r(?!\n)|(?<!\r)\n/.test(text));
    }),
    tries(15),
  );
  expect(edited).toBeGreaterThan(4);
});

test("whatever the words, a call never fails but by a sentence", () => {
  const folder = folderWith({});
  const word = fc.oneof(
    fc.constantFrom("dev", "check", "a", "start", "promote", "--all", "--now", "--base", "-x", "", "1", "--dry-run"),
    fc.string({ maxLength: 8 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 5 }), (words) => {
      const { exitCode, stderr = "" } = rotate(words, folder);
      expect(exitCode).toBe(2);
      expect(stderr).not.toMatch(/^\s*$|at .*\.ts/);
    }),
    tries(40),
  );
});
