import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from "yaml";
import { project } from "../example-files";
import type { Policy } from "./evaluate";

/** A role that `policies/roles.yaml` makes. */
export interface Role {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly object[] };
  readonly Policies: readonly { readonly PolicyName: string; readonly PolicyDocument: Policy }[];
}

type Parameters = Readonly<Record<string, string>>;

const document = parseDocument(readFileSync(join(project, "policies", "roles.yaml"), "utf8"), { logLevel: "silent" });

/** The names of the template's parameters, and those that are required. */
export function parametersOfTemplate(): { all: string[]; needed: string[] } {
  const parameters = (document.toJS() as { Parameters: Record<string, object> }).Parameters;
  const all = Object.keys(parameters);
  return { all, needed: all.filter((name) => !("Default" in parameters[name]!)) };
}

/** What the template makes with these parameters: the roles by logical name, and the logical names of everything else. */
export function rolesWith(given: Parameters): { roles: Record<string, Role>; others: string[] } {
  const values = { ...defaults(), ...COMMERCIAL, ...given };
  const resources = section("Resources").items.map(
    ({ key, value }) =>
      [String(key), valueOf(value, values) as { Type: string; Condition?: string; Properties: Role }] as const,
  );
  const made = resources.filter(([, { Condition }]) => Condition === undefined || holds(Condition, values));
  const isRole = ([, { Type }]: (typeof made)[number]) => Type === "AWS::IAM::Role";
  return {
    roles: Object.fromEntries(made.filter(isRole).map(([name, { Properties }]) => [name, Properties])),
    others: made.filter((it) => !isRole(it)).map(([name]) => name),
  };
}

const COMMERCIAL = { "AWS::AccountId": "111122223333", "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com" };

const NO_VALUE = Symbol("AWS::NoValue");

/** The value that CloudFormation gives a node of the template. Throws for an unknown function. */
function valueOf(node: Node | null, values: Parameters): unknown {
  const parts = () => (isSeq<Node>(node) ? node.items.map((item) => () => valueOf(item, values)) : []);
  const text = () => (isScalar(node) ? String(node.value) : "");
  switch (node?.tag) {
    case "!Ref":
      return text() === "AWS::NoValue" ? NO_VALUE : (values[text()] ?? `the ${text()} of this template`);
    case "!Sub":
      return text().replace(/\$\{(.*?)\}/g, (_, name: string) => values[name]!);
    case "!Condition":
      return holds(text(), values);
    case "!If": {
      const [condition, then, otherwise] = parts();
      return holds(condition!() as string, values) ? then!() : otherwise!();
    }
    case "!Equals": {
      const [one, other] = parts().map((part) => part());
      return one === other;
    }
    case "!Not":
      return !parts()[0]!();
    case "!Or":
      return parts().some((part) => part());
    case undefined:
      break;
    default:
      if (node?.tag?.startsWith("!")) throw new Error(`unknown function: ${node.tag}`);
  }
  if (isMap<Node, Node>(node)) {
    return Object.fromEntries(node.items.map(({ key, value }) => [String(key), valueOf(value, values)]));
  }
  if (isSeq<Node>(node)) return parts().flatMap((part) => [part()].filter((item) => item !== NO_VALUE));
  return isScalar(node) ? node.value : null;
}

function section(name: string): YAMLMap<Node, Node> {
  return document.get(name) as YAMLMap<Node, Node>;
}

function holds(condition: string, values: Parameters): boolean {
  return valueOf(section("Conditions").get(condition, true) as Node, values) === true;
}

function defaults(): Parameters {
  const parameters = (document.toJS() as { Parameters: Record<string, { Default?: string }> }).Parameters;
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, { Default }]) => (Default === undefined ? [] : [[name, Default]])),
  );
}
