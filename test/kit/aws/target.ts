import type { Settings } from "../engine/engine";

/** The target of `npm run test:aws -- --account`: an AWS account, and a project name that nothing else in it has. */
export interface Own {
  readonly accountId: string;
  /** The project's name: the beginning of every resource's name, and a tag on every resource. */
  readonly project: string;
  /** The id of the REST API. */
  readonly apiId: string;
}

/** The user's account, if the tests run on it; otherwise they run on LocalStack. */
export const own = process.env.TEST_AWS_OWN === undefined ? undefined : (JSON.parse(process.env.TEST_AWS_OWN) as Own);

/** The project's name. */
export const project = own?.project ?? "ai-service-keys";

/** The options of an engine for this target. */
export const target: Settings = own === undefined ? { endpoint: process.env.AWS_ENDPOINT_URL } : { project };

/** An existing principal, who can be a reader. */
export const READER = `arn:aws:iam::${own?.accountId ?? "000000000000"}:root`;
