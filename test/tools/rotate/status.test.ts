import { stripVTControlCharacters } from "node:util";
import { rotate } from "../../../tools/rotate/rotate";
import { folderWith } from "../../kit/stack-folder";
import { exportOf } from "../../kit/transcripts";

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
