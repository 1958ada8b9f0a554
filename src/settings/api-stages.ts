import { quote } from "./fault-text";
import { about, fields, listOf, mapOf } from "./fields";
import { MAX_STAGE_NAME } from "./limits";
import { nearest } from "./nearest";
import { orOutput, type OutputReference } from "./output-reference";
import { textLike } from "./scalars";
import { throttle } from "./throttle";

// A resource path and a method: "/items/{id}/GET"; the root resource is "/", so its GET is "//GET"; "{proxy+}" comes last.
const SEGMENT = String.raw`/(?:[^\s*/{}]+|\{[^\s*/{}+]+\})`;
const GREEDY = String.raw`/\{[^\s*/{}+]+\+\}`;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
const METHOD_PATH = new RegExp(`^(?:(?:${SEGMENT})+(?:${GREEDY})?|${GREEDY}|/)/(?:${METHODS.join("|")})$`);
const methods = {
  form: METHOD_PATH,
  allowed: `/path/METHOD, such as /chat/POST, /items/{id}/ANY or, for the root, //GET; METHOD is one of ${METHODS.join(", ")}; no space, no *`,
  meant: methodPathIn,
};

/** The forms of a stage's entries. An output of another stack must have them too. */
export const stageForms = {
  apiId: { form: /^[a-z0-9]{1,64}$/, expected: "the id of a REST API: 1 to 64 lower-case letters and digits" },
  stage: {
    form: new RegExp(`^[A-Za-z0-9_-]{1,${MAX_STAGE_NAME}}$`),
    expected: `1 to ${MAX_STAGE_NAME} letters, digits, underscores or hyphens`,
  },
} as const;

const apiId = textLike(stageForms.apiId.form, `${stageForms.apiId.expected}, such as a1b2c3d4e5`);
const stage = textLike(stageForms.stage.form, stageForms.stage.expected, (given) =>
  given === "$default"
    ? "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API"
    : undefined,
);

const apiStage = fields({
  apiId: orOutput(apiId).meta(about("Id of the REST API, or the output of another stack that has it", "a1b2c3d4e5")),
  stage: orOutput(stage).meta(about("Stage of the API, or the output of another stack that has its name", "prod")),
  throttle: mapOf(methods, throttle, "methods to their throttle")
    .optional()
    .meta(about("Throttles of single methods", { "/chat/POST": { rateLimit: 10, burstLimit: 20 } })),
});

/** The API stages that a plan opens to its keys. */
export const apiStages = listOf(apiStage, "API stages, each a map with apiId, stage, throttle", {
  fields: ["apiId", "stage"],
  identity: (given) => JSON.stringify([given.apiId, given.stage]),
  twice: (given) => `the stage ${named(given.stage)} of the API ${named(given.apiId)} is given twice; give it once`,
}).meta({ examples: [[{ apiId: "a1b2c3d4e5", stage: "prod" }]] });

function named(value: string | OutputReference): string {
  return typeof value === "string" ? quote(value) : `${quote(value.output)} of ${quote(value.stack)}`;
}

/** The path and method meant by "POST /chat", "chat/POST" or "/chat/post". */
function methodPathIn(given: string): string | undefined {
  const words = given
    .trim()
    .replace(/^(\S+)\s+(\S+)$/, "$2/$1")
    .split("/");
  const path = words.slice(0, -1).filter((word) => word !== "");
  const meant = `/${path.join("/")}/${nearest(words.at(-1)!, METHODS)}`;
  return METHOD_PATH.test(meant) ? meant : undefined;
}
