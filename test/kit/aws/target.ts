import type { Settings } from "../engine/engine";

/** What `npm run test:aws -- --account` runs on: an account of AWS, under a name that nothing else there has. */
export interface Own {
  readonly accountId: string;
  /** The project's name, and so the beginning of every name and a tag of everything. */
  readonly project: string;
  /** The id of the REST API. */
  readonly apiId: string;
}

/** The account of one's own, where the tests run on one; else they run on LocalStack. */
export const own = process.env.TEST_AWS_OWN === undefined ? undefined : (JSON.parse(process.env.TEST_AWS_OWN) as Own);

/** The project's name. */
export const project = own?.project ?? "ai-service-keys";

/** How an engine gets there. */
export const target: Settings = own === undefined ? { endpoint: process.env.AWS_ENDPOINT_URL } : { project };

/** A principal that there is, who can be a reader. */
export const READER = `arn:aws:iam::${own?.accountId ?? "000000000000"}:root`;
