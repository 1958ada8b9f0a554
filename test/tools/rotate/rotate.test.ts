import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../../../tools/rotate/rotate";
import { PROJECT_FILE, rotateDev } from "../../kit/rotate";
import { folderWith } from "../../kit/stack-folder";

test("a file with keys of its own is edited, whatever an environment brings", () => {
  const text = "environment: [shop]\nconfig: {keys: {service: {generations: {1: current}}}}\n";
  expect(rotateDev(text, ["service", "start"]).text).toBe(text.replace("{1: current}", "{ 1: current, 2: staged }"));
});

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
