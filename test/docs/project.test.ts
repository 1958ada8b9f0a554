import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { entrySchemas } from "../../tools/schema/stack-schema";
import { read } from "../kit/read-config";

interface Declared {
  readonly description?: string;
  readonly default?: unknown;
}

const root = join(__dirname, "..", "..");
const project = parse(readFileSync(join(root, "Pulumi.yaml"), "utf8")) as {
  readonly requiredPulumiVersion: string;
  readonly runtime: unknown;
  readonly options: unknown;
  readonly config: Readonly<Record<string, Declared>>;
  readonly template?: unknown;
};
// `pulumi new` writes `pulumi:tags` into the project that it makes of this one, and takes the template block out.
const { "pulumi:autonaming": autonaming, "pulumi:tags": madeByPulumiNew, ...declared } = project.config;
const defaults = Object.fromEntries(Object.entries(declared).map(([name, entry]) => [name, entry.default]));

describe("the project file", () => {
  test("declares every entry but secretsManager, which would be required if it were declared", () => {
    expect(Object.keys(declared)).toEqual(["keys", "usagePlans", "tags", "deletionProtection"]);
  });

  test("declares the defaults that the stack has anyway", () => {
    expect(read(defaults)).toEqual(read({}));
  });

  test("declares those defaults and no more", () => {
    expect(defaults).toEqual({ keys: { service: {} }, usagePlans: {}, tags: {}, deletionProtection: true });
  });

  test.each(Object.entries(declared))(
    "declares %s with a description and a default, and without a type",
    (_, entry) => {
      expect(Object.keys(entry)).toEqual(["description", "default"]);
      expect(entry.description).toMatch(/^\S.{10,}$/);
    },
  );

  test("describes each entry in the words of the schema", () => {
    const words = Object.keys(declared).map((name) => entrySchemas()[name]!.description);
    expect(Object.values(declared).map(({ description }) => description)).toEqual(words);
  });

  test("needs a Pulumi CLI of version 3 that knows what the stack asks of it", () => {
    expect(project.requiredPulumiVersion).toBe(">=3.229.0 <4.0.0");
  });

  test("has Node drop the types, and Pulumi, if it must compile, not check them", () => {
    expect(project.runtime).toEqual({
      name: "nodejs",
      options: {
        packagemanager: "npm",
        typescript: false,
        nodeargs: "--require ./src/sdk/load-typescript.cjs",
        tsconfig: "tsconfig.pulumi.json",
      },
    });
  });

  test("has every deployment and preview read AWS first", () => {
    expect(project.options).toEqual({ refresh: "always" });
  });

  test("has AWS names made of project, stack and logical name, with a random end", () => {
    expect(autonaming).toEqual({ value: { pattern: "${project}-${stack}-${name}-${hex(7)}" } });
  });

  test("is a template that asks for the Region, unless it was made from one", () => {
    expect(project.template).toEqual(
      madeByPulumiNew
        ? undefined
        : {
            displayName: "Service keys on Amazon API Gateway",
            description: "API keys for the consumers of a service, with usage plans, delivery and rotation",
            config: {
              "aws:region": { description: "The AWS Region of the API and its keys", default: "eu-central-1" },
            },
            quickstart: [
              "Who gets a key, and on which usage plan, is told by the stack file, Pulumi.<stack>.yaml: edit keys and usagePlans there.",
              "See what it comes to, without an account or a login:",
              "",
              "    npm run plan -- dev",
              "",
              "README.md has the rest.",
              "",
            ].join("\n"),
          },
    );
  });
});

test("no file holds what pulumi new would put the project's name or description in place of", () => {
  const names = readdirSync(root).filter((name) => ![".git", ".cache", "node_modules", "coverage"].includes(name));
  const files = names.flatMap((name) => filesIn(join(root, name)));
  const replaced = ["PROJECT", "DESCRIPTION"].map((word) => "${" + word + "}");
  const touched = files.filter((file) => replaced.some((text) => readFileSync(file, "utf8").includes(text)));
  expect(touched).toEqual([]);
});

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesIn(join(path, name)));
}
