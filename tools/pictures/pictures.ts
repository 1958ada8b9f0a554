/** `npm run pictures [-- --check]`: takes the pictures of commands that README shows. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Answer, answerTo, parseCall, print, refuseCall } from "../command";
import { plan } from "../plan/plan";
import type { ProgramInput } from "../program/run-program";
import { rotate } from "../rotate/rotate";
import { exampleProject, TODAY } from "./example";
import { terminal } from "./svg";

const FOLDER = "docs/pictures";

/** Writes the pictures into `folder`; with `--check` only says whether those there are up to date. `load` loads the program. */
export async function pictures(args: readonly string[], folder: string, load: ProgramInput["load"]): Promise<Answer> {
  try {
    const { values, positionals } = parseCall(args, FORM);
    if (positionals.length > 0) refuseCall(`it takes no "${positionals[0]}"`, FORM);
    const stale = Object.entries(await take(load)).filter(([name, picture]) => {
      const path = join(folder, FOLDER, name);
      return !existsSync(path) || readFileSync(path, "utf8") !== picture;
    });
    if (values.check)
      return stale.length === 0 ? { exitCode: 0 } : { exitCode: 1, stderr: stale.map(isStale).join("\n") };
    mkdirSync(join(folder, FOLDER), { recursive: true });
    for (const [name, picture] of stale) writeFileSync(join(folder, FOLDER, name), picture);
    return {
      exitCode: 0,
      stdout: [...stale.map(([name]) => `wrote ${FOLDER}/${name}`), "all are up to date"].join("\n"),
    };
  } catch (error) {
    return answerTo(error);
  }
}

const FORM = {
  calls: ["npm run pictures [-- --check]"],
  about: [
    `Writes ${FOLDER}/*.svg, which show what commands print in a terminal.`,
    "  --check  only says whether they are up to date",
    "Exit code 0; 1 if one is not up to date; 2 for a wrong call.",
  ],
  options: { check: { type: "boolean" } },
} as const;

const isStale = ([name]: readonly [string, string]) =>
  `${FOLDER}/${name} is not up to date; run npm run pictures, and commit it`;

/** The pictures by the names of their files. */
async function take(load: ProgramInput["load"]): Promise<Record<string, string>> {
  const example = exampleProject();
  try {
    const planned = await plan(["dev"], example, load, { colour: true, columns: 96 });
    const status = rotate(["prod", "status"], example, "", { today: TODAY, colour: true });
    return {
      "plan.svg": terminal("npm run plan", planned.stdout ?? ""),
      "status.svg": terminal("npm run rotate -- prod status", status.stdout ?? ""),
    };
  } finally {
    rmSync(example, { recursive: true });
  }
}

if (require.main === module) {
  const load = async () => (await import("../../index")).default;
  void pictures(process.argv.slice(2), process.cwd(), load).then(print);
}
