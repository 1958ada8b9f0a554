import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { rotate } from "../../../tools/rotate/rotate";
import { PROJECT_FILE, rotateDev } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";
import { exportOf } from "../../kit/transcripts";

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
