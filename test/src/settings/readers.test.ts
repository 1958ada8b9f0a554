import { readerPolicy } from "../../../src/settings/readers";
import { fieldsOf } from "../../kit/entry-paths";
import { faultsOf, settingsOf } from "../../kit/read-config";

const KEY_FIELDS = fieldsOf("keys.*").join(", ");

const ROLE = "arn:aws:iam::111122223333:role/consumer";
const ARN = "the ARN of an IAM role, user or account root, such as arn:aws:iam::111122223333:role/consumer";
const UNPUBLISHED = "readers need a secret, and the key has none; add secretsManager: {}, or drop the readers";

const faults = (readers: unknown) => faultsOf({ keys: { a: { readers } }, secretsManager: {} });

describe("a reader", () => {
  test.each([
    ROLE,
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::111122223333:root",
    "arn:aws-cn:iam::111122223333:role/consumer",
    "arn:aws-us-gov:iam::111122223333:root",
    "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/Admin_1",
    "arn:aws:iam::111122223333:user/team/a+b=c,d.e@f-g_h",
    `arn:aws:iam::111122223333:role/${"r".repeat(64)}`,
    `arn:aws:iam::111122223333:role/${"p".repeat(65)}/r`,
    "arn:aws:iam::111122223333:role/team:pay/app",
    "arn:aws:iam::111122223333:user/!#$~/a",
  ])("may be %s", (arn) => {
    expect(settingsOf({ keys: { a: { readers: [arn] } }, secretsManager: {} }).keys.a).toEqual({
      enabled: true,
      generations: { "1": { state: "current" } },
      delivery: "secretsManager",
      readers: [arn],
    });
  });

  test.each([
    "",
    "consumer",
    "arn:awsfoo:iam::111122223333:root",
    "arn:aws-:iam::111122223333:root",
    "arn:aws:iam::111122223333:group/team",
    "arn:aws:iam::111122223333:role/",
    "arn:aws:iam::111122223333:role",
    "arn:aws:iam::111122223333:role//consumer",
    "arn:aws:iam::111122223333:root/",
    "arn:aws:iam::111122223333:rolee/c",
    "arn:aws:iam::11112222333:root",
    "arn:aws:iam::1111222233334:root",
    "arn:aws:iam:eu-west-1:111122223333:root",
    "arn:AWS:iam::111122223333:root",
    "arn:gcp:iam::111122223333:root",
    "arn:aws:iam::111122223333:role/a b",
    ` ${ROLE}`,
    `${ROLE}\n`,
    "service:lambda.amazonaws.com",
  ])("is not %j", (arn) => {
    const cut = JSON.stringify(arn).length > 60 ? `${JSON.stringify(arn).slice(0, 58)}…"` : JSON.stringify(arn);
    expect(faults([arn])).toEqual([`keys.a.readers[0]: got ${cut}; give ${ARN}`]);
  });

  test("is not a role of a name of 65 characters, which is quoted cut short", () => {
    expect(faults([`arn:aws:iam::111122223333:role/${"r".repeat(65)}`])).toEqual([
      `keys.a.readers[0]: got "arn:aws:iam::111122223333:role/rrrrrrrrrrrrrrrrrrrrrrrrrr…"; give ${ARN}`,
    ]);
  });

  test.each(["*", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::111122223333:user/a?", "arn:aws:iam::*:root"])(
    "is not %s, with a wildcard",
    (arn) => {
      expect(faults([arn])).toEqual([
        `keys.a.readers[0]: got "${arn}", and a wildcard lets in whoever matches it; give ${ARN}`,
      ]);
    },
  );

  test.each<[unknown, string]>([
    [11112222333, `got 11112222333, which is not text: put it in quotes; give ${ARN}`],
    [true, `got true, which is not text: put it in quotes; give ${ARN}`],
    [null, "empty: give a value or drop the line"],
    [{ AWS: ROLE }, `got a map; give ${ARN}`],
    [[ROLE], `got a list; give ${ARN}`],
  ])("is not %j", (given, problem) => {
    expect(faults([ROLE, given])).toEqual([`keys.a.readers[1]: ${problem}`]);
  });
});

describe("the readers of a key", () => {
  test("may be several, and keep their order", () => {
    const readers = [ROLE, "arn:aws:iam::111122223333:root", "arn:aws:iam::111122223333:role/a"];
    expect(settingsOf({ keys: { a: { readers } }, secretsManager: {} }).keys.a!.readers).toEqual(readers);
  });

  test("may be none", () => {
    expect(settingsOf({ keys: { a: { readers: [] } }, secretsManager: {} }).keys.a!.readers).toEqual([]);
  });

  test.each<[unknown, string]>([
    [ROLE, "got text; give a list of IAM role, user or account-root ARNs"],
    [{ ROLE }, "got a map; give a list of IAM role, user or account-root ARNs"],
    [3, "got 3; give a list of IAM role, user or account-root ARNs"],
    [null, "empty: give a value or drop the line"],
  ])("are not %j", (readers, problem) => {
    expect(faults(readers)).toEqual([`keys.a.readers: ${problem}`]);
  });

  test("are refused twice, at each repetition", () => {
    const other = "arn:aws:iam::111122223333:root";
    expect(faults([ROLE, other, ROLE, ROLE])).toEqual([
      `keys.a.readers[2]: "${ROLE}" is given twice; give it once`,
      `keys.a.readers[3]: "${ROLE}" is given twice; give it once`,
    ]);
  });

  test("are refused twice beside others that are at fault", () => {
    expect(faults([ROLE, "x", "x", null, ROLE])).toEqual([
      `keys.a.readers[1]: got "x"; give ${ARN}`,
      `keys.a.readers[2]: got "x"; give ${ARN}`,
      "keys.a.readers[3]: empty: give a value or drop the line",
      `keys.a.readers[4]: "${ROLE}" is given twice; give it once`,
    ]);
  });

  test("may be the same for two keys", () => {
    expect(faultsOf({ keys: { a: { readers: [ROLE] }, b: { readers: [ROLE] } }, secretsManager: {} })).toEqual([]);
  });
});

describe("readers without secretsManager", () => {
  test("are refused at every key that has some", () => {
    expect(faultsOf({ keys: { a: { readers: [ROLE] }, b: {}, c: { readers: [ROLE] } } })).toEqual([
      `keys.a.readers: ${UNPUBLISHED}`,
      `keys.c.readers: ${UNPUBLISHED}`,
    ]);
  });

  test("are refused where the list is empty", () => {
    expect(faultsOf({ keys: { a: { readers: [] } } })).toEqual([`keys.a.readers: ${UNPUBLISHED}`]);
  });

  test("are refused beside a fault of one of them and a fault of another field", () => {
    expect(faultsOf({ keys: { a: { readers: ["x"], enabled: 1 }, b: 5 } })).toEqual([
      "keys.a.enabled: got 1; give true or false",
      `keys.a.readers: ${UNPUBLISHED}`,
      `keys.a.readers[0]: got "x"; give ${ARN}`,
      `keys.b: got 5; give a map with ${KEY_FIELDS}`,
    ]);
  });

  test("are not refused for it where they are no list", () => {
    expect(faultsOf({ keys: { a: { readers: null } } })).toEqual([
      "keys.a.readers: empty: give a value or drop the line",
    ]);
  });

  test.each<[string, unknown, string[]]>([
    ["text", "on", ["secretsManager: got text; give a map with kmsKeyId, recoveryWindowInDays"]],
    [
      "at fault within",
      { kmsKeyId: "" },
      ['secretsManager.kmsKeyId: got ""; give a KMS key: its id, its ARN, alias/NAME or the alias\'s ARN'],
    ],
    ["empty", "", []],
  ])("are not refused where secretsManager is %s", (_, secretsManager, expected) => {
    expect(faultsOf({ keys: { a: { readers: [ROLE] } }, secretsManager })).toEqual(expected);
  });
});

describe("a reader that is nearly one", () => {
  const faultsAt = (given: unknown) => faults([given]);

  test.each<[unknown, string, string]>([
    ["111122223333", 'got "111122223333"', "arn:aws:iam::111122223333:root"],
    [111122223333, "got 111122223333, which is not text: put it in quotes", "arn:aws:iam::111122223333:root"],
    [
      "arn:aws:sts::111122223333:assumed-role/app/session",
      'got "arn:aws:sts::111122223333:assumed-role/app/session"',
      "arn:aws:iam::111122223333:role/app",
    ],
    [
      "arn:aws-cn:sts::111122223333:assumed-role/app/s",
      'got "arn:aws-cn:sts::111122223333:assumed-role/app/s"',
      "arn:aws-cn:iam::111122223333:role/app",
    ],
  ])("%j is told what may be meant", (given, got, meant) => {
    expect(faultsAt(given)).toEqual([`keys.a.readers[0]: ${got}; give ${ARN}; did you mean "${meant}"?`]);
  });
});

describe("the policy that readers make", () => {
  /** So many readers of 65 characters, of which each takes 68 in the policy. */
  const roles = (count: number, last = "") =>
    Array.from(
      { length: count },
      (_, index) => `arn:aws:iam::111122223333:role/${"r".repeat(30)}${1000 + index}`,
    ).concat(last === "" ? [] : [last]);

  test("has at most 20,480 characters", () => {
    expect(faults(roles(295))).toEqual([]);
    const length = 20_480 - readerPolicy(roles(295)).length;
    const filler = (more: number) => `arn:aws:iam::111122223333:role/${"p".repeat(length - 36 + more)}/r`;
    expect(readerPolicy(roles(295, filler(0)))).toHaveLength(20_480);
    expect(faults(roles(295, filler(0)))).toEqual([]);
    expect(faults(roles(295, filler(1)))).toEqual([
      'keys.a.readers: make a policy of 20481 characters, and Secrets Manager takes 20480; give an account\'s root ("arn:aws:iam::111122223333:root"), and let IAM policies in that account name who may read',
    ]);
  });
});
