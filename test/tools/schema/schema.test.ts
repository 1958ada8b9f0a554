import Ajv from "ajv";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configurationDocument } from "../../../tools/schema/schema";
import { schema } from "../../../tools/schema/schema";
import { stackSchema } from "../../../tools/schema/stack-schema";
import { stackNames } from "../../../tools/stack-file/stack-file";
import { editorFaultsIn } from "../../kit/editor";
import { folderWith } from "../../kit/stack-folder";

const root = join(__dirname, "..", "..", "..");
const FILE = "stack.schema.json";
const DOCUMENT = "docs/configuration.md";
const stale = (file: string) => `${file} is not up to date; run npm run schema, and commit it`;

describe("npm run schema", () => {
  test("writes the schema and the document as texts that --check then finds up to date", () => {
    const folder = folderWith({});
    expect(schema([], folder)).toEqual({ exitCode: 0, stdout: `wrote ${FILE} and ${DOCUMENT}` });
    expect(readFileSync(join(folder, FILE), "utf8")).toBe(`${JSON.stringify(stackSchema(), null, 2)}\n`);
    expect(readFileSync(join(folder, DOCUMENT), "utf8")).toBe(configurationDocument());
    expect(schema(["--check"], folder)).toEqual({ exitCode: 0 });
  });

  test.each<[string, Record<string, string>, string[]]>([
    ["there are none", {}, [FILE, DOCUMENT]],
    ["the schema is another one", { [FILE]: "{}\n", [DOCUMENT]: configurationDocument() }, [FILE]],
    [
      "only the schema's last line end is missing",
      { [FILE]: JSON.stringify(stackSchema(), null, 2), [DOCUMENT]: configurationDocument() },
      [FILE],
    ],
    [
      "the document is changed by hand",
      { [FILE]: `${JSON.stringify(stackSchema(), null, 2)}\n`, [DOCUMENT]: `${configurationDocument()}\n` },
      [DOCUMENT],
    ],
  ])("--check fails and says what to do where %s, and writes nothing", (_, files, expected) => {
    const folder = folderWith({});
    mkdirSync(join(folder, "docs"));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    const answer = { exitCode: 1, stderr: expected.map(stale).join("\n") };
    expect([schema(["--check"], folder), schema(["--check"], folder)]).toEqual([answer, answer]);
  });

  test("fails in a sentence where the file cannot be written", () => {
    const folder = folderWith({});
    mkdirSync(join(folder, FILE));
    expect(schema([], folder)).toEqual({ exitCode: 2, stderr: `${FILE} cannot be written: EISDIR` });
  });

  test.each([
    [["--chek"], "unknown option '--chek' (Did you mean --check?)"],
    [["dev"], "too many arguments. Expected 0 arguments but got 1"],
    [["--check", "dev"], "too many arguments. Expected 0 arguments but got 1"],
  ])("does not know %j", (args, problem) => {
    const stderr = `${problem}; the call is: npm run schema -- [options], and --help tells more`;
    expect(schema(args, folderWith({}))).toEqual({ exitCode: 2, stderr });
  });
});

describe("the schema of this project", () => {
  test("is up to date", () => {
    expect(schema(["--check"], root)).toEqual({ exitCode: 0 });
  });

  test("is named in the first line of the stack files that come with the project", () => {
    const files = stackNames(root).filter((stack) => ["dev", "prod"].includes(stack));
    const firstLines = files.map((stack) => readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8").split("\n")[0]);
    expect(firstLines).toEqual(files.map(() => "# yaml-language-server: $schema=stack.schema.json"));
  });

  test("accepts every stack file of the project", () => {
    const faults = stackNames(root).map((stack) =>
      editorFaultsIn(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")),
    );
    expect(faults).toEqual(faults.map(() => []));
  });

  test("is valid by its own metaschema, draft-07", () => {
    const ajv = new Ajv({ allErrors: true });
    expect([stackSchema().$schema, ajv.validateSchema(stackSchema()), ajv.errors]).toEqual([
      "http://json-schema.org/draft-07/schema#",
      true,
      null,
    ]);
  });
});
