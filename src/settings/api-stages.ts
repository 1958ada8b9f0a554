import { z } from "zod";
import { complain, quote } from "./complaints";
import { fields, listOf, mapOf, textLike } from "./fields";
import { orOutput, type OutputReference } from "./output-reference";
import { throttle } from "./throttle";

// A resource path and a method: "/items/{id}/GET"; the root resource is "/", so its GET is "//GET"; "{proxy+}" comes last.
const SEGMENT = String.raw`/(?:[^\s*/{}]+|\{[^\s*/{}+]+\})`;
const GREEDY = String.raw`/\{[^\s*/{}+]+\+\}`;
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"];
const METHOD_PATH = new RegExp(`^(?:(?:${SEGMENT})+(?:${GREEDY})?|${GREEDY}|/)/(?:${METHODS.join("|")})$`);
const methodPath = `/path/METHOD, such as /chat/POST, /items/{id}/ANY or, for the root, //GET; METHOD is one of ${METHODS.join(", ")}; no space, no *`;

const API_ID = /^[a-z0-9]{1,64}$/;
const apiIdForm = "the id of a REST API: 1 to 64 lower-case letters and digits";
const STAGE = /^[A-Za-z0-9_-]{1,128}$/;
const stageForm = "1 to 128 letters, digits, underscores or hyphens";
const expectedStage = complain({ expected: stageForm, due: "text" });

/** The forms that an output of another stack must have too. */
export const stageForms = {
  apiId: { form: API_ID, expected: apiIdForm },
  stage: { form: STAGE, expected: stageForm },
} as const;

const apiStage = fields({
  apiId: orOutput(textLike(API_ID, `${apiIdForm}, such as a1b2c3d4e5`)).meta({
    description:
      "Id of a REST API: 1 to 64 lower-case letters and digits, in quotes if it is all digits; or an output of another stack",
    examples: ["a1b2c3d4e5", { stack: "acme/api/prod", output: "restApiId" }],
  }),
  stage: orOutput(z.string({ error: stageProblem }).regex(STAGE, { error: stageProblem })).meta({
    description: "Stage of the API: 1 to 128 letters, digits, underscores or hyphens; or an output of another stack",
    examples: ["prod", { stack: "acme/api/prod", output: "stageName" }],
  }),
  throttle: mapOf(METHOD_PATH, methodPath, throttle, "methods to their throttle")
    .optional()
    .meta({
      description: `Throttles of single methods, by ${methodPath}`,
      examples: [{ "/chat/POST": { rateLimit: 10, burstLimit: 20 } }],
    }),
});

/** The API stages that a plan opens to its keys. */
export const apiStages = listOf(apiStage, "API stages, each a map with apiId, stage, throttle", {
  fields: ["apiId", "stage"],
  identity: ({ apiId, stage }) => JSON.stringify([apiId, stage]),
  twice: ({ apiId, stage }) => `the stage ${named(stage)} of the API ${named(apiId)} is given twice; give it once`,
});

function named(value: string | OutputReference): string {
  return typeof value === "string" ? quote(value) : `${quote(value.output)} of ${quote(value.stack)}`;
}

function stageProblem({ input }: { readonly input?: unknown }): string {
  if (input === "$default") {
    return "$default is a stage of an HTTP API, and HTTP APIs have neither API keys nor usage plans; give the stage of a REST API";
  }
  return expectedStage({ input });
}
