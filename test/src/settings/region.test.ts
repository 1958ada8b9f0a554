import { quote } from "../../../src/settings/faults";
import { faultsOf, settingsOf } from "../../kit/read-config";

const REGION = "give an AWS Region, such as eu-central-1";
const TOP =
  "allowed here: keys, usagePlans, secretsManager, parameterStore, delivery, regions, rotation, deletionProtection, tags, aws:region, aws:defaultTags, aws:ignoreTags";
const MEANT = `unknown; did you mean "aws:region"? ${TOP}`;

describe("the Region", () => {
  test.each(["eu-central-1", "us-gov-west-1", "us-isob-east-1", "eusc-de-east-1", "ap-southeast-12"])(
    "may be %s",
    (region) => {
      expect(settingsOf({ "aws:region": region }).region).toBe(region);
    },
  );

  test("is the environment's where it is not given", () => {
    expect("region" in settingsOf({})).toBe(false);
  });

  test.each<[unknown, string]>([
    ["eu-west1", `got "eu-west1"; ${REGION}`],
    ["eu-central-1a", `got "eu-central-1a"; ${REGION}`],
    ["EU-CENTRAL-1", `got "EU-CENTRAL-1"; ${REGION}`],
    ["eu-1", `got "eu-1"; ${REGION}`],
    ["e-central-1", `got "e-central-1"; ${REGION}`],
    ["euros-central-1", `got "euros-central-1"; ${REGION}`],
    ["eu-central-123", `got "eu-central-123"; ${REGION}`],
    ["eu-central-1\n", `got "eu-central-1\\n"; ${REGION}`],
    [" eu-central-1", `got " eu-central-1"; ${REGION}`],
    [1, `got 1, which is not text: put it in quotes; ${REGION}`],
    [{}, `got a map; ${REGION}`],
    [null, "empty: give a value or drop the line"],
  ])("is not %j", (region, problem) => {
    expect(faultsOf({ "aws:region": region })).toEqual([`aws:region: ${problem}`]);
  });

  test("is a fault beside all others", () => {
    expect(faultsOf({ "aws:region": "eu", deletionProtection: "on", keys: {} })).toEqual([
      `aws:region: got "eu"; ${REGION}`,
      'deletionProtection: got "on"; give true or false',
      "keys: got no key; give at least one, for example service: {}, or drop the line to get that one",
    ]);
  });

  test("is never quoted where it is encrypted", () => {
    expect(faultsOf({ "aws:region": "hidden" }, ["aws:region"])).toEqual([
      "aws:region: this stack takes no encrypted config: AWS generates every key value; give the entry in plain text, or drop it",
    ]);
  });
});

describe("a name near aws:region", () => {
  test.each([
    ["aws:regoin", "aws:regoin"],
    ["aws:Region", "aws:Region"],
    ["AWS:region", "AWS:region"],
    ["aws:regions", "aws:regions"],
    ["aw:region", '["aw:region"]'],
    ["aws:regi\non", '["aws:regi\\non"]'],
    ["aws-region", "aws-region"],
    ["region", "region"],
  ])("is no entry: %j", (name, path) => {
    expect(faultsOf({ [name]: "eu-central-1" })).toEqual([`${path}: ${MEANT}`]);
  });

  test.each(["gcp:region", "aws-native:region", "aws:retryMode", "aws:endpoints"])("may be another's: %s", (name) => {
    expect(faultsOf({ [name]: "x" })).toEqual([]);
  });
});

describe("the partition of a stack", () => {
  const KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
  const root = (partition: string) => `arn:${partition}:iam::111122223333:root`;
  const kms = (partition: string) => `arn:${partition}:kms:eu-central-1:111122223333:key/${KEY}`;
  const withArns = (region: object, readers: string[], kmsKeyId?: string) =>
    faultsOf({ keys: { a: { readers } }, secretsManager: kmsKeyId === undefined ? {} : { kmsKeyId }, ...region });

  test.each([
    ["eu-central-1", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
    ["eusc-de-east-1", "aws-eusc"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
  ])("is, by the Region %s, %s, and an ARN of another one is refused", (region, partition) => {
    const other = partition === "aws" ? "aws-cn" : "aws";
    expect(withArns({ "aws:region": region }, [root(partition)], kms(partition))).toEqual([]);
    expect(withArns({ "aws:region": region }, [root(other)], kms(other))).toEqual([
      `keys.a.readers[0]: got "${root(other)}" of the partition ${other}, and the stack's Region is ${region}; give one that begins with arn:${partition}:`,
      `secretsManager.kmsKeyId: got ${quote(kms(other))} of the partition ${other}, and the stack's Region is ${region}; give one that begins with arn:${partition}:`,
    ]);
  });

  test("is that of the first ARN where there is no Region, and not judged where the Region is at fault", () => {
    expect(withArns({}, [root("aws-cn"), root("aws")], "alias/a")).toEqual([
      `keys.a.readers[1]: got "${root("aws")}" of the partition aws, and the first ARN is "${root("aws-cn")}"; give one that begins with arn:aws-cn:`,
    ]);
    expect(withArns({ "aws:region": "eu" }, [root("aws-cn"), root("aws")])).toEqual([
      `aws:region: got "eu"; ${REGION}`,
    ]);
  });
});
