import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { read } from "./read-config";

interface Declared {
  readonly description?: string;
  readonly default?: unknown;
}

const project = parse(readFileSync(join(__dirname, "..", "Pulumi.yaml"), "utf8")) as {
  readonly requiredPulumiVersion: string;
  readonly runtime: unknown;
  readonly config: Readonly<Record<string, Declared>>;
};
const { "pulumi:autonaming": autonaming, ...declared } = project.config;
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

  test("needs a Pulumi CLI of version 3 that knows what the stack asks of it", () => {
    expect(project.requiredPulumiVersion).toBe(">=3.226.0 <4.0.0");
  });

  test("has Pulumi compile without type check", () => {
    expect(project.runtime).toEqual({
      name: "nodejs",
      options: { packagemanager: "npm", tsconfig: "tsconfig.pulumi.json" },
    });
  });

  test("has AWS names made of project, stack and logical name, with a random end", () => {
    expect(autonaming).toEqual({ value: { pattern: "${project}-${stack}-${name}-${hex(7)}" } });
  });
});
