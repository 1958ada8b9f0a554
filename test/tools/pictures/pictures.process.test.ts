import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pictures } from "../../../tools/pictures/pictures";
import { terminal } from "../../../tools/pictures/svg";
import { project } from "../../kit/example-files";
import { loadProgram as load } from "../../kit/mocks";
import { folderWith } from "../../kit/stack-folder";

const FILES = ["docs/pictures/plan.svg", "docs/pictures/status.svg"];
const stale = (file: string) => `${file} is not up to date; run npm run pictures, and commit it`;

describe("npm run pictures", () => {
  test("has taken those of this project, which are small", async () => {
    expect(await pictures(["--check"], project, load)).toEqual({ exitCode: 0 });
    expect(FILES.filter((file) => statSync(join(project, file)).size > 20_000)).toEqual([]);
  });

  test("--check names each that is not up to date; without it they are written", async () => {
    const folder = folderWith({});
    expect(await pictures(["--check"], folder, load)).toEqual({ exitCode: 1, stderr: FILES.map(stale).join("\n") });
    const wrote = FILES.map((file) => `wrote ${file}\n`).join("");
    expect(await pictures([], folder, load)).toEqual({ exitCode: 0, stdout: `${wrote}all are up to date` });
    const [here, there] = [project, folder].map((it) => FILES.map((file) => readFileSync(join(it, file), "utf8")));
    expect(there).toEqual(here);
  });

  test("takes no other words", async () => {
    const stderr = 'it takes no "dev"; the call is: npm run pictures [-- --check]';
    expect(await pictures(["dev"], folderWith({}), load)).toEqual({ exitCode: 2, stderr });
  });
});

describe("the picture of a terminal", () => {
  const linesOf = (printed: string) =>
    terminal("npm test", printed)
      .split("\n")
      .filter((line) => line.startsWith("<text "))
      .map((line) => line.replace(/<text [^>]* textLength="([\d.]+)" [^>]*>(.*)<\/text>/, "$1 $2"));

  test("has the command, and each line in its styles and as wide as its characters", () => {
    expect(linesOf("a <b> &\n\n\x1b[1mbold\x1b[22m ├─ \x1b[33my\x1b[2mz\x1b[22m.\x1b[39m\n")).toEqual([
      '84.0 <tspan class="dim">$</tspan> npm test',
      "58.8 a &#60;b&#62; &#38;",
      '92.4 <tspan class="bold">bold</tspan> ├─ <tspan class="yellow">y</tspan><tspan class="yellow dim">z</tspan><tspan class="yellow">.</tspan>',
    ]);
  });

  test("goes on with a style in the next line", () => {
    expect(linesOf("\x1b[2ma\nb\x1b[22m").slice(1)).toEqual([
      '8.4 <tspan class="dim">a</tspan>',
      '8.4 <tspan class="dim">b</tspan>',
    ]);
  });

  test("refuses what it does not know", () => {
    expect(() => terminal("a", "\x1b[31mred")).toThrow("unknown escape code 31mred");
  });
});
