import { SecretsManager } from "../../harness/aws/secrets-manager";

let manager: SecretsManager;
beforeEach(() => (manager = new SecretsManager()));

const create = (name = "s", tags = {}) => manager.create({ name, description: "", kmsKeyId: "", tags }).arn;
const labels = (arn: string) => [...manager.secret(arn).versions.values()].map(({ stages }) => stages);

const marked =
  "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion";

describe("a secret's name", () => {
  test("is taken while the secret is there", () => {
    create();
    expect(() => create()).toThrow("ResourceExistsException: a secret with the name s already exists");
    expect(create("other")).toMatch(/^arn:aws:secretsmanager:eu-central-1:111122223333:secret:other-\d{6}$/);
  });

  test("is blocked in the recovery window", () => {
    manager.delete(create(), 7);
    expect(() => create()).toThrow(
      "InvalidRequestException: a secret with this name is already scheduled for deletion",
    );
  });

  test("is free at once where the window is 0 days", () => {
    const arn = create();
    manager.delete(arn, 0);
    expect(() => manager.secret(arn)).toThrow(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret",
    );
    expect(create()).not.toBe("");
  });
});

test.each([1, 6, 31, -1, Number.NaN])("a recovery window of %i days is refused", (days) => {
  const arn = create();
  expect(() => manager.delete(arn, days)).toThrow("InvalidParameterException: the recovery window has 7 to 30 days");
  expect(manager.secret(arn).deleted).toBe(false);
});

test.each<[string, (arn: string) => unknown]>([
  ["read", (arn) => manager.secret(arn)],
  ["tagged", (arn) => manager.tag(arn, {})],
  ["given a value", (arn) => manager.putValue(arn, "x")],
  ["asked for its value", (arn) => manager.valueAt(arn, "AWSCURRENT")],
  ["given a policy", (arn) => manager.putPolicy(arn, JSON.stringify({ Statement: [{ Effect: "Deny" }] }), true)],
  ["deleted again", (arn) => manager.delete(arn, 7)],
])("a secret that is marked for deletion cannot be %s, and one that never was is not found", (_, act) => {
  const arn = create();
  manager.delete(arn, 30);
  expect(() => act(arn)).toThrow(marked);
  expect(() => act("arn:none")).toThrow("ResourceNotFoundException: Secrets Manager can't find the specified secret");
});

describe("the labels", () => {
  test("move: AWSCURRENT to the new version, AWSPREVIOUS to the one that had it", () => {
    const arn = create();
    expect(manager.valueAt(arn, "AWSCURRENT")).toBeUndefined();
    const first = manager.putValue(arn, "one");
    expect(labels(arn)).toEqual([["AWSCURRENT"]]);
    manager.putValue(arn, "two");
    expect(labels(arn)).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
    manager.putValue(arn, "three");
    expect(labels(arn)).toEqual([[], ["AWSPREVIOUS"], ["AWSCURRENT"]]);
    expect([manager.valueAt(arn, "AWSCURRENT"), manager.valueAt(arn, "AWSPREVIOUS")]).toEqual(["three", "two"]);
    expect(manager.version(arn, first).value).toBe("one");
  });

  test("move by hand: AWSPREVIOUS follows AWSCURRENT to where that was", () => {
    const arn = create();
    const [one, two, three] = ["one", "two", "three"].map((value) => manager.putValue(arn, value));
    manager.moveStage(arn, "AWSCURRENT", { from: three, to: two });
    expect(labels(arn)).toEqual([[], ["AWSCURRENT"], ["AWSPREVIOUS"]]);
    manager.moveStage(arn, "AWSCURRENT", { from: two, to: one });
    expect(labels(arn)).toEqual([["AWSCURRENT"], ["AWSPREVIOUS"], []]);
    manager.moveStage(arn, "AWSPREVIOUS", { from: two });
    expect(labels(arn)).toEqual([["AWSCURRENT"], [], []]);
    expect([manager.versionAt(arn, "AWSCURRENT"), manager.versionAt(arn, "AWSPREVIOUS")]).toEqual([one, undefined]);
  });

  test.each([
    ["AWSCURRENT cannot be taken off", "AWSCURRENT", (current: string) => ({ from: current })],
    ["a label leaves only the version that has it", "AWSCURRENT", (_: string, old: string) => ({ from: old, to: old })],
    ["a label that no version has is taken off none", "mine", (current: string) => ({ from: current })],
    ["a label that a version has is not taken unasked", "AWSCURRENT", (_: string, old: string) => ({ to: old })],
  ])("stay where %s", (_, stage, move) => {
    const arn = create();
    const [old = "", current = ""] = ["one", "two"].map((value) => manager.putValue(arn, value));
    expect(() => manager.moveStage(arn, stage, move(current, old))).toThrow(
      `InvalidParameterException: The staging label ${stage} cannot be removed from this version`,
    );
    expect(labels(arn)).toEqual([["AWSPREVIOUS"], ["AWSCURRENT"]]);
  });

  test("stay where a value is refused for being empty", () => {
    const arn = create();
    manager.putValue(arn, "one");
    for (const value of ["", undefined]) {
      expect(() => manager.putValue(arn, value)).toThrow(
        "InvalidRequestException: You must provide either SecretString or SecretBinary",
      );
    }
    expect(labels(arn)).toEqual([["AWSCURRENT"]]);
  });

  test("are looked for in vain at an unknown version", () => {
    expect(() => manager.version(create(), "none")).toThrow(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret version",
    );
  });
});

describe("a policy", () => {
  const policy = (statement: object) => JSON.stringify({ Statement: [{ Effect: "Deny", Principal: "*" }, statement] });
  test.each([
    ["everybody", { Effect: "Allow", Principal: "*" }],
    ["every account", { Effect: "Allow", Principal: { AWS: "*" } }],
    ["everybody among others", { Effect: "Allow", Principal: { AWS: ["arn:aws:iam::111122223333:root", "*"] } }],
  ])("that lets in %s is refused where public ones are blocked", (_, statement) => {
    const arn = create();
    expect(() => manager.putPolicy(arn, policy(statement), true)).toThrow(
      "PublicPolicyException: the policy grants public access",
    );
    expect(manager.secret(arn).policy).toBeUndefined();
    manager.putPolicy(arn, policy(statement), false);
    expect(manager.secret(arn).policy).toBe(policy(statement));
  });

  test("that lets in one account is taken, what it denies to all notwithstanding", () => {
    const arn = create();
    const given = policy({ Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" } });
    manager.putPolicy(arn, given, true);
    expect(manager.secret(arn).policy).toBe(given);
  });

  test.each(["", "{", "null", "{}", '{"Statement":[]}', '{"Statement":[{"Effect":"Maybe"}]}'])(
    "of the text %j is refused",
    (text) => {
      expect(() => manager.putPolicy(create(), text, true)).toThrow(
        "MalformedPolicyDocumentException: This resource policy contains invalid Json",
      );
    },
  );
});

test("tags of AWS's own are refused, at first and later", () => {
  const refused = "InvalidParameterException: tag keys that start with aws: are AWS's own";
  expect(() => create("s", { "aws:x": "" })).toThrow(refused);
  const arn = create("s", { a: "b" });
  expect(() => manager.tag(arn, { "aws:x": "" })).toThrow(refused);
  manager.tag(arn, { c: "d" });
  expect(manager.secret(arn).tags).toEqual({ c: "d" });
});
