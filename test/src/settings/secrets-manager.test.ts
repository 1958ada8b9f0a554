import { faultsOf, settingsOf } from "../../kit/read-config";

const ID = "1234abcd-12ab-34cd-56ef-1234567890ab";
const MULTI_REGION_ID = "mrk-1234abcd12ab34cd56ef1234567890ab";
const KMS = "give a KMS key: its id, its ARN, alias/NAME or the alias's ARN";
const FIELDS = "allowed here: kmsKeyId, recoveryWindowInDays";
const AT_ONCE =
  "got 0, which deletes a secret at once and for good; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false";

const settings = (secretsManager: unknown) => settingsOf({ secretsManager }).secretsManager;

test("publishes nothing by default", () => {
  expect("secretsManager" in settingsOf({})).toBe(false);
});

test("publishes every key where it is an empty map, with a recovery window of 30 days", () => {
  expect(settings({})).toEqual({ recoveryWindowInDays: 30 });
});

test.each<[string, string]>([
  ["kmsKey", `unknown; did you mean "kmsKeyId"? ${FIELDS}`],
  ["recoveryWindow", `unknown; ${FIELDS}`],
  ["recoveryWindowInDay", `unknown; did you mean "recoveryWindowInDays"? ${FIELDS}`],
])("has no field %s", (field, problem) => {
  expect(faultsOf({ secretsManager: { [field]: 30 } })).toEqual([`secretsManager.${field}: ${problem}`]);
});

describe("the KMS key", () => {
  test.each([
    ID,
    MULTI_REGION_ID,
    `arn:aws:kms:eu-central-1:111122223333:key/${ID}`,
    `arn:aws:kms:eu-central-1:111122223333:key/${MULTI_REGION_ID}`,
    `arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/${ID}`,
    "alias/service-keys",
    "alias/aws/secretsmanager",
    "alias/A_b-9/c",
    `alias/${"a".repeat(250)}`,
    "arn:aws:kms:eu-central-1:111122223333:alias/service-keys",
    "arn:aws-cn:kms:cn-north-1:111122223333:alias/a",
  ])("may be %s", (kmsKeyId) => {
    expect(settings({ kmsKeyId })).toEqual({ kmsKeyId, recoveryWindowInDays: 30 });
  });

  test.each([
    "",
    "service-keys",
    "alias/",
    "alias/a b",
    `alias/${"a".repeat(251)}`,
    "Alias/a",
    ID.slice(0, -1),
    `${ID}0`,
    ID.toUpperCase(),
    ID.replaceAll("-", ""),
    MULTI_REGION_ID.slice(0, -1),
    `key/${ID}`,
    ` ${ID}`,
    `${ID}\n`,
    "arn:aws:kms:eu-central-1:111122223333:key/service-keys",
    `arn:aws:kms:eu-central-1:11112222333:key/${ID}`,
    `arn:aws:kms::111122223333:key/${ID}`,
    `arn:awsx:kms:eu-central-1:111122223333:key/${ID}`,
    `arn:aws:s3:eu-central-1:111122223333:key/${ID}`,
    `arn:aws:kms:eu-central-1:111122223333:${ID}`,
    "*",
  ])("is not %j", (kmsKeyId) => {
    const quoted = JSON.stringify(kmsKeyId);
    const cut = quoted.length > 60 ? `${quoted.slice(0, 58)}…"` : quoted;
    expect(faultsOf({ secretsManager: { kmsKeyId } })).toEqual([`secretsManager.kmsKeyId: got ${cut}; ${KMS}`]);
  });

  test.each<[unknown, string]>([
    [1234, `got 1234, which is not text: put it in quotes; ${KMS}`],
    [null, "empty: give a value or drop the line"],
    [{}, `got a map; ${KMS}`],
  ])("is not %j", (kmsKeyId, problem) => {
    expect(faultsOf({ secretsManager: { kmsKeyId } })).toEqual([`secretsManager.kmsKeyId: ${problem}`]);
  });
});

describe("the recovery window", () => {
  test.each<[unknown, number]>([
    [7, 7],
    [8, 8],
    [30, 30],
    ["7", 7],
    ["30", 30],
  ])("may be %j", (recoveryWindowInDays, expected) => {
    expect(settings({ recoveryWindowInDays })).toEqual({ recoveryWindowInDays: expected });
  });

  test.each<[unknown, string]>([
    [1, "got 1; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    [6, "got 6; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    ["6", "got 6; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    [31, "got 31; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    [-1, "got -1; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    [7.5, "got 7.5; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    ["7 days", 'got "7 days"; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false'],
    [true, "got true; give a whole number from 7 to 30 (days), or 0 with deletionProtection: false"],
    [null, "empty: give a value or drop the line"],
  ])("is not %j", (recoveryWindowInDays, problem) => {
    expect(faultsOf({ secretsManager: { recoveryWindowInDays }, deletionProtection: false })).toEqual([
      `secretsManager.recoveryWindowInDays: ${problem}`,
    ]);
  });

  test.each<[unknown, unknown]>([
    [0, false],
    ["0", "false"],
  ])("may be %j with deletionProtection %j", (recoveryWindowInDays, deletionProtection) => {
    const { secretsManager } = settingsOf({ secretsManager: { recoveryWindowInDays }, deletionProtection });
    expect(secretsManager).toEqual({ recoveryWindowInDays: 0 });
  });

  test.each<[string, Record<string, unknown>]>([
    ["by default", {}],
    ["by name", { deletionProtection: true }],
    ["as text", { deletionProtection: "true" }],
  ])("is not 0 with deletionProtection %s", (_, given) => {
    expect(faultsOf({ ...given, secretsManager: { recoveryWindowInDays: 0 } })).toEqual([
      `secretsManager.recoveryWindowInDays: ${AT_ONCE}`,
    ]);
  });

  test("is not 0 either where everything else is at fault", () => {
    expect(
      faultsOf({
        keys: "text",
        tags: "text",
        usagePlans: "text",
        secretsManager: { kmsKeyId: 1, x: 1, recoveryWindowInDays: "0" },
      }),
    ).toEqual([
      "keys: got text; give a map of service keys",
      `secretsManager.kmsKeyId: got 1, which is not text: put it in quotes; ${KMS}`,
      `secretsManager.recoveryWindowInDays: ${AT_ONCE}`,
      `secretsManager.x: unknown; ${FIELDS}`,
      "tags: got text; give a map of tags",
      "usagePlans: got text; give a map of usage plans",
    ]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      "deletionProtection",
      { secretsManager: { recoveryWindowInDays: 0 }, deletionProtection: "yes" },
      'deletionProtection: got "yes"; give true or false',
    ],
    [
      "secretsManager",
      { secretsManager: "recoveryWindowInDays: 0" },
      "secretsManager: got text; give a map with kmsKeyId, recoveryWindowInDays",
    ],
  ])("is not held against a deletionProtection unknown for a fault of %s", (_, given, fault) => {
    expect(faultsOf(given)).toEqual([fault]);
  });
});
