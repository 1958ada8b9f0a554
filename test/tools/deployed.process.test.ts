import { chmodSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { DeployedUnknown, exportWithPulumi, readDeployed } from "../../tools/deployed";
import { exportedState, KEY_VALUE } from "../kit/exported-state";
import { folderWith } from "../kit/stack-folder";

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

/** Puts a `pulumi` on PATH that runs this script. */
function pulumiThat(script: string): string {
  const folder = folderWith({ pulumi: `#!/bin/sh\n${script}\n` });
  chmodSync(join(folder, "pulumi"), 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
  return folder;
}

const state = exportedState({ a: { generations: { 1: { state: "current", since: "2026-11-01" } } } });

test("pulumi stack export is run in the project's folder, and what it prints is read without any value", () => {
  const project = folderWith({ "state.json": JSON.stringify(state) });
  const tools = pulumiThat(`echo "$PWD $*" > "$(dirname "$0")/call"; cat state.json`);
  const question = { folder: project, stack: "dev", project: "acme" };
  const last = readDeployed({ ...question, exportStack: exportWithPulumi });
  expect(last).toEqual({
    keys: {
      a: {
        finished: { enabled: true, deletionProtection: true, generations: { 1: "current" } },
        generations: {
          1: { state: "current", since: "2026-11-01", apiKeyId: "id-of-a-1", enabled: true, isLinked: false },
        },
      },
    },
    usagePlans: {},
    region: "eu-central-1",
  });
  expect(JSON.stringify(last)).not.toContain(KEY_VALUE);
  expect(readFileSync(join(tools, "call"), "utf8")).toBe(`${project} stack export --stack dev\n`);
});

test("what pulumi stack export says is handed on", () => {
  pulumiThat(`echo "error: no stack named 'dev' found" >&2; exit 255`);
  expect(() => exportWithPulumi("dev", folderWith({}))).toThrow(
    new DeployedUnknown("pulumi stack export says: no stack named 'dev' found"),
  );
});

test("a missing Pulumi CLI is a sentence", () => {
  process.env.PATH = folderWith({});
  expect(() => exportWithPulumi("dev", folderWith({}))).toThrow(new DeployedUnknown("there is no Pulumi CLI on PATH"));
});
