import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { OURS, type Owner } from "./calls";
import { listed, type Policy, type Statement } from "./evaluate";

const folder = join(__dirname, "..", "..", "..", "policies");

const { name } = parse(readFileSync(join(folder, "..", "Pulumi.yaml"), "utf8")) as { name: string };
const ownName = new RegExp(
  `(?<=Tag/service-keys:project": "|:secret:|:role/|:parameter/)${name.replaceAll(".", "\\.")}(?=["/-])`,
  "g",
);

/** The policy documents of the project, by name, with the project name that the tests expect. */
export const policies: Readonly<Record<string, Policy>> = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const text = readFileSync(join(folder, file), "utf8").replace(ownName, OURS.project);
      return [file.replace(/\.json$/, ""), JSON.parse(text) as Policy];
    }),
);

/** A policy filled in for another stack. */
export function filledIn(policy: Policy, { project, stack }: Owner): Policy {
  const text = JSON.stringify(policy)
    .replaceAll(`${OURS.project}-${OURS.stack}-`, `${project}-${stack}-`)
    .replaceAll(`:parameter/${OURS.project}/${OURS.stack}/`, `:parameter/${project}/${stack}/`)
    .replaceAll(`Tag/service-keys:project":"${OURS.project}"`, `Tag/service-keys:project":"${project}"`)
    .replaceAll(`Tag/service-keys:stack":"${OURS.stack}"`, `Tag/service-keys:stack":"${stack}"`);
  return JSON.parse(text) as Policy;
}

/** A part of a policy that could be left out: its name, and the policy without it. */
export interface Omission {
  readonly part: string;
  readonly rest: readonly Statement[];
}

/**
 * Everything that could be left out of a policy, one at a time: an action on one of the resources, a value of a condition, a
 * whole condition.
 */
export function omissions({ Statement: statements }: Policy): Omission[] {
  return statements.flatMap((statement) => {
    const without = (part: string, parts: readonly Statement[]) => ({
      part: `${statement.Sid}: ${part}`,
      rest: statements.flatMap((other) => (other === statement ? parts : [other])),
    });
    const pairs = listed(statement.Action).flatMap((Action) =>
      listed(statement.Resource).map((Resource) => ({ ...statement, Action, Resource })),
    );
    return [
      ...pairs.map((pair) => {
        const others = pairs.filter((other) => other !== pair);
        return without(`${pair.Action} on ${pair.Resource}`, others);
      }),
      ...conditions(statement).map(([part, Condition]) => without(part, [{ ...statement, Condition }])),
    ];
  });
}

/** The conditions of a statement, each time without one key or without one of several values. */
function conditions({ Condition = {} }: Statement): [string, Statement["Condition"]][] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]): [string, Statement["Condition"]][] => {
      const { [key]: _, ...otherKeys } = keys;
      const list = listed(values);
      return [
        [`${operator} ${key}`, { ...Condition, [operator]: otherKeys }],
        ...(list.length < 2 ? [] : list).map((value, at): [string, Statement["Condition"]] => [
          value,
          { ...Condition, [operator]: { ...keys, [key]: list.filter((_value, index) => index !== at) } },
        ]),
      ];
    }),
  );
}
