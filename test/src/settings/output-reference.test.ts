import { faultsOf, settingsOf } from "../../kit/read-config";

const API = { stack: "acme/api/prod", output: "restApiId" };
const STAGE = { stack: "acme/api/prod", output: "stageName" };
const THREE = "give ORGANIZATION/PROJECT/STACK; on a backend of your own ORGANIZATION is the word organization";
const withStages = (...apiStages: unknown[]) => ({ usagePlans: { p: { apiStages } } });

test("the id of an API and a stage may be outputs of another stack, or text", () => {
  const stages = [
    { apiId: API, stage: STAGE },
    { apiId: API, stage: "prod" },
    { apiId: "a1", stage: STAGE },
  ];
  expect(settingsOf(withStages(...stages)).usagePlans.p!.apiStages).toEqual(stages);
});

test.each<[string, unknown, string[]]>([
  ["without its parts", {}, [`output: missing; give text of 1 to 1000 characters`, `stack: missing; ${THREE}`]],
  ["of two parts", { ...API, stack: "api/prod" }, [`stack: got "api/prod"; ${THREE}`]],
  ["of four parts", { ...API, stack: "a/b/c/d" }, [`stack: got "a/b/c/d"; ${THREE}`]],
  ["of an empty part", { ...API, stack: "a//c" }, [`stack: got "a//c"; ${THREE}`]],
  ["that is empty", { ...API, output: "" }, ['output: got ""; give text of 1 to 1000 characters']],
  [
    "with another entry",
    { ...API, outputs: "x" },
    ['outputs: unknown; did you mean "output"? allowed here: stack, output'],
  ],
])("an output %s is refused at its own place", (_, reference, problems) => {
  const at = (entry: string) => problems.map((problem) => `usagePlans.p.apiStages[0].${entry}.${problem}`);
  expect(faultsOf(withStages({ apiId: reference, stage: "prod" }))).toEqual(at("apiId"));
  expect(faultsOf(withStages({ apiId: "a1", stage: reference }))).toEqual(at("stage"));
});

test("a stage that is an output is given once, and one at fault is not told twice", () => {
  expect(faultsOf(withStages({ apiId: API, stage: "prod" }, { apiId: API, stage: "prod" }))).toEqual([
    'usagePlans.p.apiStages[1]: the stage "prod" of the API "restApiId" of "acme/api/prod" is given twice; give it once',
  ]);
  const bad = { apiId: { ...API, stack: "x" }, stage: "prod" };
  expect(faultsOf(withStages(bad, bad))).toEqual([
    `usagePlans.p.apiStages[0].apiId.stack: got "x"; ${THREE}`,
    `usagePlans.p.apiStages[1].apiId.stack: got "x"; ${THREE}`,
  ]);
});
