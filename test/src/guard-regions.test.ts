import { guard } from "../../src/guard";
import type { DeployedKey, LastDeployment } from "../../src/last-deployment";
import { type Circumstances, deployed } from "../kit/deployed-key";
import { linesOf, settingsOf, type TestConfig } from "../kit/read-config";

const HOME = { "aws:region": "eu-central-1" };
const LEFT_OUT =
  "regions.us-east-1: left out while keys are on there\nfirst deploy it with enabled: false, then leave it out";

/** A key with one generation, its copy in us-east-1 on or off, as the last deployment wanted the Region. */
function copied(copyIsOn: boolean, wanted: boolean | undefined, given: Circumstances = {}): DeployedKey {
  const copies = { "us-east-1": { apiKeyId: "c1", enabled: copyIsOn } };
  const key = deployed({ "1": "current" }, { ...given, of: { 1: { apiKeyId: "k1", copies } } });
  if (!key.finished || wanted === undefined) return key;
  return { ...key, finished: { ...key.finished, regions: { "us-east-1": wanted } } };
}

/** What the guard says of the key `search` in this file. */
function said(last: DeployedKey, file: TestConfig, stack: Partial<LastDeployment> = {}): string[] {
  const { faults, warnings } = guard({ keys: { search: last }, usagePlans: {}, ...stack }, settingsOf(file), "prod");
  return [...linesOf(faults), ...warnings.map((text) => `warning: ${text}`)];
}

const SEARCH = { keys: { search: {} } };
const BROKEN = "warning: keys.search: its last deployment did not finish; as far as is known: 1 current";

describe("a Region", () => {
  test.each<[string, DeployedKey, object, string[]]>([
    ["left out while it is on", copied(true, true), {}, [LEFT_OUT]],
    ["left out once it was switched off", copied(false, false), {}, []],
    ["left out while its switching off has reached the record alone", copied(true, false), {}, [LEFT_OUT]],
    ["left out after a hand switched its keys off", copied(false, true), {}, [LEFT_OUT]],
    ["left out after the key was switched off in all of them", copied(false, true, { enabled: false }), {}, []],
    ["left out after its switching off broke off", copied(false, undefined, { broke: true }), {}, [LEFT_OUT]],
    ["switched off", copied(true, true), { "us-east-1": { enabled: false } }, []],
    ["switched on again", copied(false, false), { "us-east-1": {} }, []],
    ["added", deployed({ "1": "current" }), { "us-east-1": {} }, []],
    ["in place of another one", copied(true, true), { "us-west-2": {} }, [LEFT_OUT]],
  ])("%s", (_, last, regions, says) => {
    const warnings = last.finished ? [] : [BROKEN];
    expect(said(last, { ...SEARCH, ...HOME, regions })).toEqual(says.length > 0 ? says : warnings);
  });

  test("is told once, however many keys are on there", () => {
    const keys = { search: copied(true, true), other: copied(true, true) };
    const { faults } = guard({ keys, usagePlans: {} }, settingsOf({ keys: { search: {}, other: {} } }), "prod");
    expect(linesOf(faults)).toEqual([LEFT_OUT]);
  });

  test("of the stack is not another than that of the record", () => {
    const file = { ...SEARCH, "aws:region": "us-east-1", regions: { "eu-central-1": {} } };
    expect(said(deployed({ "1": "current" }), file, { region: "eu-central-1" })).toEqual([
      "aws:region: the stack is deployed in eu-central-1, and another Region would replace all its keys; give eu-central-1, and make a stack of its own for us-east-1",
    ]);
  });
});

describe("a generation that is on in another Region alone", () => {
  test("does not go as if it were off", () => {
    const copies = { "us-east-1": { apiKeyId: "c1", enabled: true } };
    const last = deployed({ "1": "grace", "2": "current" }, { of: { 1: { enabled: true, copies } } });
    const file = { keys: { search: { generations: { 2: "current" } } }, ...HOME, regions: { "us-east-1": {} } };
    expect(said(last, file).map((line) => line.split("; ")[0])).toEqual([
      "keys.search.generations.1: grace -> absent is two steps",
    ]);
  });
});

describe("an import by Region", () => {
  const file = (ids: object): TestConfig => ({
    keys: { search: { generations: { 1: { state: "current", import: ids } } } },
    ...HOME,
    regions: { "us-east-1": {} },
  });
  const DROP = "warning: keys.search.generations.1.import: deployed: drop the line";
  const other = (there: string, given: string) =>
    `keys.search.generations.1.import: deployed is "${there}", which this would replace; drop the line, and import "${given}" as a new generation`;

  test.each<[string, object, string[]]>([
    ["of the recorded ids", { "eu-central-1": "k1", "us-east-1": "c1" }, [DROP]],
    ["of another id at home", { "eu-central-1": "k2", "us-east-1": "c1" }, [other("k1", "k2")]],
    ["of another id in the other Region", { "eu-central-1": "k1", "us-east-1": "c2" }, [other("c1", "c2")]],
    ["of the other Region alone", { "us-east-1": "c1" }, [DROP]],
  ])("%s", (_, ids, says) => {
    expect(said(copied(true, true), file(ids))).toEqual(says);
  });

  test("of a plan whose id is another one in the other Region", () => {
    const last = { keys: {}, usagePlans: { gold: { id: "p1", copies: { "us-east-1": "p2" } } } };
    const plans = (ids: object) => ({ usagePlans: { gold: { import: ids } }, ...HOME, regions: { "us-east-1": {} } });
    expect(linesOf(guard(last, settingsOf(plans({ "us-east-1": "p3" })), "prod").faults)).toEqual([
      'usagePlans.gold.import: deployed is "p2", which this would replace; drop the line, or import "p3" under another name',
    ]);
    expect(guard(last, settingsOf(plans({ "eu-central-1": "p1", "us-east-1": "p2" })), "prod").faults).toEqual([]);
  });
});

describe("an imported secret", () => {
  const ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:shop/search-AbCdEf";
  const OTHER = ARN.replace("AbCdEf", "GhIjKl");
  const file = { keys: { search: { secretImport: ARN } }, secretsManager: {} };

  test.each<[string, Circumstances, string[]]>([
    ["whose key has none yet", {}, []],
    [
      "whose ARN is the recorded one",
      { secret: { arn: ARN } },
      ["warning: keys.search.secretImport: deployed: drop the line"],
    ],
    [
      "whose ARN is another one, though the key is off",
      { secret: { arn: OTHER }, enabled: false },
      [`keys.search.secretImport: deployed is "${OTHER.slice(0, 57)}…", which this would replace; drop the line`],
    ],
  ])("%s", (_, circumstances, says) => {
    expect(said(deployed({ "1": "current" }, circumstances), file)).toEqual(says);
  });
});

describe("the name of a parameter", () => {
  const at = (parameterName: string | undefined, given: Circumstances = {}): DeployedKey => ({
    ...deployed({ "1": "current" }, given),
    parameterName,
  });
  const file = (parameterName?: string, more: object = {}): TestConfig => ({
    keys: { search: { ...(parameterName !== undefined && { parameterName }), ...more } },
    parameterStore: { kmsKeyId: "alias/keys" },
  });
  const renamed = (from: string) =>
    `keys.search.parameterName: deployed is "${from}", and AWS cannot rename a parameter: its readers would lose it; keep that name`;
  const dropped = (from: string) =>
    `keys.search.parameterName: missing; deployed is "${from}", and AWS cannot rename a parameter: its readers would lose it; give that name`;

  test.each<[string, DeployedKey, TestConfig, string[]]>([
    ["stays", at("/shop/search"), file("/shop/search"), []],
    ["is another one", at("/shop/search"), file("/shop/other"), [renamed("/shop/search")]],
    [
      "comes in place of the made-up one",
      at("/acme/prod/search"),
      file("/shop/search"),
      [renamed("/acme/prod/search")],
    ],
    ["is dropped", at("/shop/search"), file(), [dropped("/shop/search")]],
    ["is dropped, and was one without levels", at("search"), file(), [dropped("search")]],
    ["is dropped, and ends like the made-up one", at("/a/b/prod/search"), file(), [dropped("/a/b/prod/search")]],
    ["is dropped with the parameter", at("/shop/search"), file(undefined, { delivery: "none" }), []],
    ["was made up and is not given", at("/acme/prod/search"), file(), []],
    ["is given for the first time", at(undefined), file("/shop/search"), []],
    ["is not given, and there is no parameter yet", at(undefined), file(), []],
    ["is another one while the key goes off", at("/shop/search"), file("/shop/other", { enabled: false }), []],
    ["is another one of a key that was off", at("/shop/search", { enabled: false }), file("/shop/other"), []],
  ])("%s", (_, last, config, says) => {
    expect(said(last, config)).toEqual(says);
  });
});
