import { type DeployedGeneration, type DeployedKey, HOME, type LastDeployment } from "../last-deployment";
import { mapValues, valueIn } from "../map-values";
import type { Settings } from "../settings";
import { type Fault, formatPath, quote } from "../settings/faults";
import { hasParameter } from "../settings/stores";
import { wasOff } from "./record";

/** The settings that tie a stack to what exists in AWS. */
export type IdentitySettings = Pick<Settings, "keys" | "usagePlans" | "region">;

/**
 * What would make AWS replace something that callers or consumers use: another id to import, another name or ARN of a secret or
 * parameter, another Region. The engine would do it, protected or not.
 */
export function identityFaults(last: LastDeployment, settings: IdentitySettings, stack: string): Fault[] {
  const { keys, usagePlans, region } = settings;
  return [
    ...Object.entries(keys).flatMap(([name, key]) => {
      const deployed = valueIn(last.keys, name);
      return deployed
        ? [...generationFaults(name, deployed, key, settings), ...storeFaults(name, deployed, key, stack)]
        : [];
    }),
    ...Object.entries(usagePlans).flatMap(([name, { import: given }]) => {
      const deployed = valueIn(last.usagePlans, name);
      const other = deployed && otherId(given, { [HOME]: deployed.id, ...deployed.copies }, region);
      if (other === undefined) return [];
      const problem = `deployed is ${quote(other.deployed)}, which this would replace; drop the line, or import ${quote(other.given)} under another name`;
      return [{ path: formatPath(["usagePlans", name, "import"]), problem }];
    }),
    ...importedAgain(last, settings),
    ...regionFaults(last, settings),
  ];
}

type Key = Settings["keys"][string];

function generationFaults(name: string, last: DeployedKey, key: Key, { region }: IdentitySettings): Fault[] {
  return Object.entries(key.generations).flatMap(([id, { import: given, usagePlan }]) => {
    const deployed = valueIn(last.generations, id);
    if (given === undefined || deployed === undefined) return [];
    const path = formatPath(["keys", name, "generations", id, "import"]);
    const other = otherId(given, idsOf(deployed), region);
    if (other) {
      const problem = `deployed is ${quote(other.deployed)}, which this would replace; drop the line, and import ${quote(other.given)} as a new generation`;
      return [{ path, problem }];
    }
    if (deployed.usagePlan === undefined || deployed.usagePlan === usagePlan) return [];
    const problem = `deployed already, and the generation leaves plan ${deployed.usagePlan}, so there is no link to import; drop the line`;
    return [{ path, problem }];
  });
}

/** What is given for an import, in one Region or by Region. */
type Given = string | Readonly<Record<string, string>> | undefined;

/** Ids in AWS by Region, {@link HOME} for the stack's own. */
type Ids = Readonly<Record<string, string | undefined>>;

/** The ids that are given, whether the stack's own Region is named or not. */
function idsIn(given: Given, region: string | undefined): Readonly<Record<string, string>> {
  if (typeof given === "string") return { [HOME]: given };
  return Object.fromEntries(Object.entries(given ?? {}).map(([where, id]) => [where === region ? HOME : where, id]));
}

function idsOf({ apiKeyId, copies = {} }: DeployedGeneration): Ids {
  return { [HOME]: apiKeyId, ...mapValues(copies, (copy) => copy.apiKeyId) };
}

/** An id that is given and is not the deployed one, in the first Region where it differs. */
function otherId(
  given: Given,
  deployed: Ids,
  region: string | undefined,
): { readonly given: string; readonly deployed: string } | undefined {
  const each = Object.entries(idsIn(given, region)).map(([where, id]) => ({ id, deployed: valueIn(deployed, where) }));
  const other = each.find((it) => it.deployed !== undefined && it.deployed !== it.id);
  return other && { given: other.id, deployed: other.deployed! };
}

/** What is imported under a second name. The engine would take it for two things, and delete it with either name that is left out. */
function importedAgain(last: LastDeployment, { keys, usagePlans, region }: IdentitySettings): Fault[] {
  const owners = ownersOf(last);
  const again = (what: Imported, path: readonly string[], own: string, given: Given): Fault[] => {
    const ids = Object.entries(idsIn(given, region)).map(([where, id]) => ({ id, known: identity(what, where, id) }));
    const twice = ids.find(({ known }) => (owners.get(known) ?? own) !== own);
    if (twice === undefined) return [];
    const problem = `${quote(twice.id)} is ${owners.get(twice.known)!} already, and leaving out either name would delete it; drop the line, as a ${what} cannot be renamed`;
    return [{ path: formatPath(path), problem }];
  };
  return [
    ...Object.entries(keys).flatMap(([name, { generations, secretImport }]) => [
      ...Object.entries(generations).flatMap(([id, { import: given }]) =>
        again("key", ["keys", name, "generations", id, "import"], `generation ${id} of key ${name}`, given),
      ),
      ...again("secret", ["keys", name, "secretImport"], `the secret of key ${name}`, secretImport),
    ]),
    ...Object.entries(usagePlans).flatMap(([name, { import: given }]) =>
      again("plan", ["usagePlans", name, "import"], `usage plan ${name}`, given),
    ),
  ];
}

type Imported = "key" | "secret" | "plan";

/** What was deployed, by its id in AWS: under which name. */
function ownersOf({ keys, usagePlans }: LastDeployment): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  const own = (what: Imported, owner: string, ids: Ids) => {
    for (const [where, id] of Object.entries(ids)) if (id !== undefined) owners.set(identity(what, where, id), owner);
  };
  for (const [name, { generations, secret }] of Object.entries(keys)) {
    for (const [id, generation] of Object.entries(generations)) {
      own("key", `generation ${id} of key ${name}`, idsOf(generation));
    }
    own("secret", `the secret of key ${name}`, { [HOME]: secret?.arn });
  }
  for (const [name, { id, copies }] of Object.entries(usagePlans))
    own("plan", `usage plan ${name}`, { [HOME]: id, ...copies });
  return owners;
}

/** An id in AWS is one of a Region. */
function identity(what: Imported, where: string, id: string): string {
  return `${what} ${where} ${id}`;
}

/** Names and ARNs under which consumers fetch a key that is on. */
function storeFaults(name: string, last: DeployedKey, key: Key, stack: string): Fault[] {
  const { secret, parameterName } = last;
  const at = (entry: string, problem: string) => ({ path: formatPath(["keys", name, entry]), problem });
  const faults: Fault[] = [];
  if (key.secretImport !== undefined && secret?.arn !== undefined && secret.arn !== key.secretImport) {
    const problem = `deployed is ${quote(secret.arn)}, which this would replace; drop the line`;
    faults.push(at("secretImport", problem));
  }
  if (wasOff(last) || !key.enabled) return faults;
  if (key.secretName !== undefined && secret?.name !== undefined && secret.name !== key.secretName) {
    const problem = `deployed is ${quote(secret.name)}, and AWS cannot rename a secret: its readers would lose it; keep that name, or drop the line`;
    faults.push(at("secretName", problem));
  }
  if (key.parameterName !== undefined && parameterName !== undefined && parameterName !== key.parameterName) {
    const problem = `deployed is ${quote(parameterName)}, and AWS cannot rename a parameter: its readers would lose it; keep that name`;
    faults.push(at("parameterName", problem));
  }
  if (key.parameterName === undefined && hasParameter(key.delivery) && !isMadeUp(parameterName, stack, name)) {
    const problem = `missing; deployed is ${quote(parameterName!)}, and AWS cannot rename a parameter: its readers would lose it; give that name`;
    faults.push(at("parameterName", problem));
  }
  return faults;
}

/** True for `/PROJECT/STACK/KEY`, whatever the project, and where there is no parameter yet. */
function isMadeUp(parameterName: string | undefined, stack: string, key: string): boolean {
  const [root, project, ...rest] = (parameterName ?? `/project/${stack}/${key}`).split("/");
  return root === "" && project !== "" && rest.join("/") === `${stack}/${key}`;
}

function regionFaults(last: LastDeployment, { region }: IdentitySettings): Fault[] {
  if (region === undefined || last.region === undefined || region === last.region) return [];
  const problem = `the stack is deployed in ${last.region}, and another Region would replace all its keys; give ${last.region}, and make a stack of its own for ${region}`;
  return [{ path: "aws:region", problem }];
}
