import { decide, listed, type Statement } from "../kit/iam/evaluate";
import { expectations } from "../kit/iam/expectations";
import { omissions, policies } from "../kit/iam/policies";

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
    expect(
      onAny.flatMap(({ Action }) => listed(Action)).filter((action) => action !== "sts:GetCallerIdentity"),
    ).toEqual([]);
  });

  test("has a name of letters for each statement, no name twice, and fits where it is attached", () => {
    const names = policy.Statement.map(({ Sid }) => Sid);
    expect(names.filter((sid, index) => !/^[A-Za-z]+$/.test(sid) || names.indexOf(sid) !== index)).toEqual([]);
    // A service control policy takes 5,120 characters, a managed policy 6,144 (AWS Organizations and IAM quotas).
    expect(JSON.stringify(policy).length).toBeLessThan(5120);
    expect(Object.keys(policy)).toEqual(["Version", "Statement"]);
    expect(policy.Version).toBe("2012-10-17");
  });
});
