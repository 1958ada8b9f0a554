import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
  readonly name?: string;
  readonly if?: string;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string | { readonly name: string; readonly deployment?: boolean };
  readonly concurrency?: unknown;
  readonly "timeout-minutes"?: number;
  readonly strategy?: {
    readonly "max-parallel"?: number;
    readonly "fail-fast": boolean;
    readonly matrix: Readonly<Record<string, string | readonly unknown[]>>;
  };
  readonly outputs?: Readonly<Record<string, string>>;
  /** The workflow that it calls in place of steps of its own, and with which inputs. */
  readonly uses?: string;
  readonly with?: Readonly<Record<string, string>>;
  /** None in a job that calls a workflow. */
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly text: string;
  readonly on: unknown;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly defaults?: unknown;
  readonly jobs: Readonly<Record<string, Omit<Job, "steps"> & { readonly steps?: Job["steps"] }>>;
}

const folder = join(__dirname, "..", "..", ".github", "workflows");

/** The workflows by name: `ci` is `.github/workflows/ci.yml`. */
export const workflows: Readonly<Record<string, Workflow>> = Object.fromEntries(
  readdirSync(folder).map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [file.replace(/\.yml$/, ""), { ...(parse(text) as Omit<Workflow, "text">), text }];
  }),
);

/** Every job, under `workflow/job`. */
export const jobs: Readonly<Record<string, Job>> = Object.fromEntries(
  Object.entries(workflows).flatMap(([workflow, content]) =>
    Object.entries(content.jobs).map(([name, job]) => [`${workflow}/${name}`, { ...job, steps: job.steps ?? [] }]),
  ),
);

/** A job of a workflow. */
export function jobOf(name: string): Job {
  const job = jobs[name];
  if (!job) throw new Error(`there is no job ${name}`);
  return job;
}

/** The script of a step, by the step's name. */
export function scriptOf(job: string, step: string): string {
  const script = jobOf(job).steps.find(({ name }) => name === step)?.run;
  if (script === undefined) throw new Error(`there is no script ${step} in ${job}`);
  return script;
}
