import type { Aws, AwsCommand } from "../../../harness/aws/aws";
import { type Call, Place } from "./arbitrary-calls";

/** The outcome of a call, with places instead of ids: the answer without made-up values, or the name of the error. */
export type Outcome = Readonly<Record<string, unknown>> | string;

/** One of two clouds that are called in the same way. */
export class Side {
  /** Ids by kind, in the order in which they were made. */
  private readonly made: Readonly<Record<Place["kind"], string[]>>;

  /** @param run is part of the names of secrets and of the values of keys, which must be unique. */
  constructor(
    private readonly aws: Aws,
    apiId: string,
    private readonly run: string,
  ) {
    this.made = { api: [apiId], key: [], plan: [], secret: [], version: [] };
  }

  async call({ service, Command, input, makes }: Call): Promise<Outcome> {
    const send = this.aws[service].send as (command: AwsCommand) => Promise<Record<string, unknown>>;
    try {
      const answer = await send.call(this.aws[service], new Command(this.filledIn(input) as never));
      if (makes) this.made[makes].push((answer.VersionId ?? answer.ARN ?? answer.id) as string);
      return this.withPlaces(answer) as Outcome;
    } catch (error) {
      return (error as Error).name;
    }
  }

  /** The same value, with ids instead of places. */
  private filledIn(value: unknown): unknown {
    if (value instanceof Place) {
      const { kind, index, before, after } = value;
      return before + (this.made[kind][index] ?? NOBODY[kind]) + after;
    }
    if (Array.isArray(value)) return value.map((item) => this.filledIn(item));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).map(([name, item]) => [name, this.filledIn(item)] as const);
    return Object.fromEntries(
      entries.map(([name, item]) => {
        if (name === "Name") return [name, `${this.run}${item as string}`];
        // API Gateway takes letters and digits only.
        const isKeyValue = name === "value" && typeof item === "string" && /^x+$/.test(item);
        return [name, isKeyValue ? this.run.replaceAll("-", "") + item : item];
      }),
    );
  }

  /** The same value, with places instead of ids, and without times, key values and empty values. */
  private withPlaces(value: unknown): unknown {
    if (value instanceof Date) return "a time";
    if (Array.isArray(value))
      return value
        .map((item) => this.withPlaces(item))
        .map((item) => JSON.stringify(item))
        .sort();
    if (typeof value === "string") return this.placed(value);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value)
      .filter(([name, item]) => !LEFT_OUT.test(name) && !isNothing(item))
      .map(([name, item]) => [this.placed(name), name === "value" ? "a value" : this.withPlaces(item)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  private placed(text: string): string {
    for (const [kind, ids] of Object.entries(this.made)) {
      const index = ids.indexOf(text);
      if (index >= 0) return `${kind} ${index}`;
    }
    return text.replace(this.run, "");
  }
}

/** Metadata of a call, and times. */
const LEFT_OUT = /^(\$metadata|createdDate|lastUpdatedDate|CreatedDate|LastChangedDate|LastAccessedDate)$/;

/** Ids that do not exist. */
const NOBODY: Readonly<Record<Place["kind"], string>> = {
  api: "nobody0000",
  key: "nobody0000",
  plan: "nobody",
  secret: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:nobody-AbCdEf",
  version: "00000000-0000-4000-8000-000000000000",
};

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (typeof value === "object" && !(value instanceof Date) && Object.keys(value).length === 0)
  );
}
