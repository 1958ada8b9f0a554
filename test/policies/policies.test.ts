import { commandsOf } from "../kit/documented";
import { decide, listed, type Statement } from "../kit/iam/evaluate";
import { expectations } from "../kit/iam/expectations";
import { type AwsCall, calls, elsewhere, OURS, type Owner, recoveryCommands } from "../kit/iam/calls";
import { filledIn, omissions, policies } from "../kit/iam/policies";
import { callsOf, STRANGERS } from "../kit/iam/others";

/** The requests that statements decide otherwise than wanted. */
function surprises(name: string, statements: readonly Statement[]): string[] {
  const { beside, wanted } = expectations[name]!;
  return wanted
    .map(([decision, request]) => ({ decision, request, seen: decide([...beside, ...statements], request) }))
    .filter(({ decision, seen }) => seen !== decision)
    .map(({ decision, request, seen }) => `${JSON.stringify(request)} is ${seen}, should be ${decision}`);
}

test("there is a policy for each who needs one", () => {
  expect(Object.keys(policies).sort()).toEqual(Object.keys(expectations).sort());
});

describe.each(Object.entries(policies))("policies/%s.json", (name, policy) => {
  test("decides as it should on every call", () => {
    expect(surprises(name, policy.Statement)).toEqual([]);
  });

  test("has nothing that it could do without", () => {
    const idle = omissions(policy).filter(({ rest }) => surprises(name, rest).length === 0);
    expect(idle.map(({ part }) => part)).toEqual([]);
  });

  test("names every action in full", () => {
    const actions = policy.Statement.flatMap(({ Action }) => listed(Action));
    expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z]+$/.test(action))).toEqual([]);
  });

  test("allows on any resource only what IAM knows no resource for", () => {
    const onAny = policy.Statement.filter(
      ({ Effect, Resource }) => Effect === "Allow" && listed(Resource).includes("*"),
    );
    const withoutResource = ["sts:GetCallerIdentity", "secretsmanager:ListSecrets", "ssm:DescribeParameters"];
    expect(onAny.flatMap(({ Action }) => listed(Action)).filter((action) => !withoutResource.includes(action))).toEqual(
      [],
    );
  });

  test("has a name of letters for each statement, no name twice, and fits where it is attached", () => {
    const names = policy.Statement.map(({ Sid }) => Sid);
    expect(names.filter((sid, index) => !/^[A-Za-z]+$/.test(sid) || names.indexOf(sid) !== index)).toEqual([]);
    // A service control policy takes 5,120 characters, a managed policy 6,144 (AWS Organizations and IAM quotas).
    const isForRole = policy.Statement.some(({ Effect }) => Effect === "Allow");
    expect(JSON.stringify(policy).length).toBeLessThan(isForRole ? 6144 : 5120);
    expect(Object.keys(policy)).toEqual(["Version", "Statement"]);
    expect(policy.Version).toBe("2012-10-17");
  });
});

test.each(["deployer", "drift"])("policies/%s.json with * for the Region covers every Region of the stack", (name) => {
  const { Statement } = JSON.parse(
    JSON.stringify(policies[name]).replaceAll("eu-central-1", "*"),
  ) as (typeof policies)[string];
  const made = calls.filter((call) => decide(policies[name]!.Statement, call) === "allowed");
  expect(made.length).toBeGreaterThan(10);
  const inEach = [...made, ...made.map(elsewhere)].map((call) => {
    const text = JSON.stringify(call.context ?? {}).replaceAll("eu-central-1", call.resource.split(":")[3]!);
    return { ...call, context: JSON.parse(text) as AwsCall["context"] };
  });
  expect(inEach.filter((call) => decide(Statement, call) !== "allowed")).toEqual([]);
});

describe("the roles of one stack and what is another's, in the same account and Region", () => {
  const arn = "arn:aws:apigateway:eu-central-1::";
  const owners = [OURS, ...STRANGERS];
  const pairs = owners.flatMap((owner) => owners.filter((other) => other !== owner).map((other) => [owner, other]));
  const nameOf = ({ project, stack }: Owner) => `${stack} of ${project}`;

  test.each(pairs.map(([owner, other]) => [nameOf(owner!), nameOf(other!), owner!, other!] as const))(
    "%s reaches nothing of %s, but for tags that are not ours and for the record of its states",
    (_owner, _other, owner, other) => {
      const statements = ["deployer", "drift", "preview"].map((name) => filledIn(policies[name]!, owner).Statement);
      const reached = callsOf(other).filter((call) => statements.some((role) => decide(role, call) === "allowed"));
      expect(reached.map(({ action, resource }) => `${action} ${decodeURIComponent(resource)}`)).toEqual([
        `apigateway:PUT ${arn}/tags/${arn}/apikeys/k1e2y3i4d5`,
        // The state and its day: whoever may tag may forge the record.
        `apigateway:PUT ${arn}/tags/${arn}/apikeys/k1e2y3i4d5`,
        `apigateway:DELETE ${arn}/tags/${arn}/apikeys/k1e2y3i4d5`,
        `apigateway:PUT ${arn}/tags/${arn}/usageplans/p1l2n3`,
        `apigateway:DELETE ${arn}/tags/${arn}/usageplans/p1l2n3`,
      ]);
    },
  );
});

test("every command of AWS's CLI in docs/recovery.md is one that the policies are tested with", () => {
  const commands = commandsOf("docs/recovery.md").flatMap(
    ({ command }) => /^aws ([\w-]+ [\w-]+)/.exec(command)?.[1] ?? [],
  );
  expect(commands.filter((command) => !(command in recoveryCommands))).toEqual([]);
  expect(commands.length).toBeGreaterThan(5);
});
