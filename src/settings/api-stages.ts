import { z } from "zod";
import { quote } from "./faults";
import { faultText, fields, listOf, mapOf, text, textLike } from "./forms";
import { nearest } from "./nearest";
import { regionName } from "./region";
import { addRules, refuseTwice, type Rule } from "./rules";
import { throttle } from "./throttle";

/** Characters in the name of a stage ("CreateStage", Amazon API Gateway API Reference). */
const MAX_STAGE_NAME = 128;

/** The forms of a stage's entries. An output of another stack must have them too. */
export const stageForms = {
  apiId: { form: /^[a-z0-9]{1,64}$/, expected: "the id of a REST API: 1 to 64 lower-case letters and digits" },
  stage: {
    form: new RegExp(`^[A-Za-z0-9_-]{1,${MAX_STAGE_NAME}}$`),
    expected: `1 to ${MAX_STAGE_NAME} letters, digits, underscores or hyphens`,
  },
} as const;

const stackName = "ORGANIZATION/PROJECT/STACK; on a backend of your own ORGANIZATION is the word organization";

const reference = fields({
  stack: textLike(/^[\w.-]+\/[\w.-]+\/[\w.-]+$/, stackName).meta({
    description: "The other stack",
    examples: ["acme/api/prod"],
  }),
  output: text(1, 1000).meta({
    description: "Name of its output, which must be text and not secret",
    examples: ["restApiId"],
  }),
}).meta({
  description: "An output of another stack, read by every deployment and preview",
  examples: [{ stack: "acme/api/prod", output: "restApiId" }],
});

/** An output of another stack. */
export type OutputReference = z.output<typeof reference>;

/** Text of one form, or an output of another stack with that text. */
function textOrOutput(form: RegExp, allowed: string, hint?: (given: unknown) => string | undefined) {
  const ofText = textLike(form, allowed, hint);
  return z.union([ofText, reference], { error: faultText({ allowed, kind: "text" }) });
}

const apiId = textOrOutput(stageForms.apiId.form, `${stageForms.apiId.expected}, such as a1b2c3d4e5`);
const stage = textOrOutput(stageForms.stage.form, stageForms.stage.expected, (given) =>
  given === "$default"
    ? "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API"
    : undefined,
);

// A resource path and a method: "/items/{id}/GET"; the root resource is "/", so its GET is "//GET"; "{proxy+}" comes last.
const PART = "[a-zA-Z0-9._:-]+";
const SEGMENT = String.raw`/(?:${PART}|\{${PART}\})`;
const GREEDY = String.raw`/\{${PART}\+\}`;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
const METHOD_PATH = new RegExp(`^(?:(?:${SEGMENT})+(?:${GREEDY})?|${GREEDY}|/)/(?:${METHODS.join("|")})$`);
const methods = {
  form: METHOD_PATH,
  allowed: `/path/METHOD, such as /chat/POST, /items/{id}/ANY or, for the root, //GET; METHOD is one of ${METHODS.join(", ")}; parts of a path are {NAME}, at the end {NAME+}, or of letters, digits and . _ : -`,
  meant: methodPathIn,
};

/** The path and method meant by "POST /chat", "chat/POST", "/chat/post" or "/chat?stream=true/POST". */
function methodPathIn(given: string): string | undefined {
  const words = given
    .trim()
    .replace(/^(\S+)\s+(\S+)$/, "$2/$1")
    .replace(/\?[^/]*/, "")
    .split("/");
  const path = words.slice(0, -1).filter((word) => word !== "");
  const meant = `/${path.join("/")}/${nearest(words.at(-1)!, METHODS)}`;
  return METHOD_PATH.test(meant) ? meant : undefined;
}

const apiStage = fields({
  apiId: apiId.meta({
    description: "Id of the REST API, or the output of another stack that has it",
    examples: ["a1b2c3d4e5"],
  }),
  stage: stage.meta({
    description: "Stage of the API, or the output of another stack that has its name",
    examples: ["prod"],
  }),
  region: regionName()
    .optional()
    .meta({
      description: "Region of the API, a name under regions. Without it the stack's own",
      examples: ["us-east-1"],
    }),
  throttle: mapOf(methods, throttle, "methods to their throttle")
    .optional()
    .meta({
      description: "Throttles of single methods",
      examples: [{ "/chat/POST": { rateLimit: 10, burstLimit: 20 } }],
    }),
});

const eachStageOnce: Rule = (parsed) => {
  const stages = parsed.all("*").flatMap(({ path }) => {
    const [api] = parsed.all<string | OutputReference>(`${String(path[0])}`, "apiId");
    const [name] = parsed.all<string | OutputReference>(`${String(path[0])}`, "stage");
    const [region] = parsed.all<string>(`${String(path[0])}`, "region");
    if (!api?.isWhole || !name?.isWhole || !parsed.isSound(`${String(path[0])}`, "region")) return [];
    return [{ path, value: { apiId: api.value, stage: name.value, region: region?.value } }];
  });
  refuseTwice(
    parsed,
    stages,
    (given) => `the stage ${named(given.stage)} of the API ${named(given.apiId)} is given twice; give it once`,
  );
};

function named(value: string | OutputReference): string {
  return typeof value === "string" ? quote(value) : `${quote(value.output)} of ${quote(value.stack)}`;
}

/** The API stages that a plan opens to its keys. */
export const apiStages = addRules(
  listOf(apiStage, "API stages, each a map with apiId, stage, region, throttle"),
  eachStageOnce,
).meta({ examples: [[{ apiId: "a1b2c3d4e5", stage: "prod" }]] });
