import { faultsOf, settingsOf } from "../../kit/read-config";

const REGION = "give an AWS Region, such as eu-central-1";
const TOP = "allowed here: keys, usagePlans, secretsManager, rotation, deletionProtection, tags, aws:region";
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

  test.each(["gcp:region", "aws-native:region", "aws:retryMode", "aws:defaultTags"])("may be another's: %s", (name) => {
    expect(faultsOf({ [name]: "x" })).toEqual([]);
  });
});
