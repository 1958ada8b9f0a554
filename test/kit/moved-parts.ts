import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exampleFiles } from "./example-files";
import { folderWith } from "./stack-folder";

const root = join(__dirname, "..", "..");

/** A copy of the project with changeable copies of these libraries; all others are links to the project's. */
export function projectWithCopiesOf(...libraries: readonly string[]): string {
  const folder = folderWith(exampleFiles());
  for (const name of [
    "index.ts",
    "src",
    "tools",
    "package.json",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
  ]) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  const scopes = new Set(libraries.filter((name) => name.includes("/")).map(dirname));
  link("", (name) => !scopes.has(name) && !libraries.includes(name));
  for (const scope of scopes) link(scope, (name) => !libraries.includes(`${scope}/${name}`));
  for (const library of libraries) {
    const [from, to] = [root, folder].map((place) => join(place, "node_modules", library));
    // Hard links are as good as a copy if files are replaced and never written to.
    execFileSync("cp", ["-al", from!, to!]);
  }
  return folder;

  function link(scope: string, wanted: (name: string) => boolean): void {
    mkdirSync(join(folder, "node_modules", scope));
    for (const name of readdirSync(join(root, "node_modules", scope)).filter(wanted)) {
      symlinkSync(join(root, "node_modules", scope, name), join(folder, "node_modules", scope, name));
    }
  }
}

/** Renames a file of a library, also in the library's own imports. */
export function moveFile(library: string, file: string): void {
  renameSync(join(library, `${file}.js`), join(library, `${file}-moved.js`));
  const name = file.slice(file.lastIndexOf("/") + 1);
  replaceIn(library, new RegExp(`/${name}((\\.js)?["']\\))`, "g"), `/${name}-moved$1`);
}

/** Replaces a text in all JavaScript files and the package.json of a library. */
export function replaceIn(library: string, what: string | RegExp, by: string): void {
  const files = readdirSync(library, { recursive: true, encoding: "utf8" }).filter(
    (file) => !file.startsWith("node_modules/") && (file.endsWith(".js") || file === "package.json"),
  );
  const changed = files.map((name) => {
    const file = join(library, name);
    const [before, after] = ((text) => [text, text.replaceAll(what, by)])(readFileSync(file, "utf8"));
    if (after === before) return false;
    rmSync(file);
    writeFileSync(file, after);
    return true;
  });
  if (!changed.includes(true)) throw new Error(`nothing in ${library} is called ${String(what)} any more`);
}

/** `npm run plan -- ARGS` in such a copy. */
export function planIn(folder: string, ...args: readonly string[]) {
  return nodeIn(folder, "tools/plan/plan.ts", ...args);
}

/** Starts the program in such a copy. Without an engine it ends before its first resource. */
export function startIn(folder: string) {
  return nodeIn(folder, "index.ts");
}

function nodeIn(folder: string, ...args: readonly string[]) {
  const options = ["--preserve-symlinks", "--preserve-symlinks-main", "--require", "./src/sdk/load-typescript.cjs"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...options, ...args], {
    cwd: folder,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}
