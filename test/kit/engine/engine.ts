import type { ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { stringify } from "yaml";
import { project, projectFile } from "../example-files";
import { type Ended, filesWith, hasOneOf, startCommand, succeed } from "./command";
import { count } from "./counts";
import { Kms } from "./kms";
import type { FaultScript } from "../../../harness/aws/calls";
import { cliEnvironment, endFamily } from "../../../harness/processes";
import { ResidentProgram } from "../../../harness/resident/program";
import { StandIn } from "../../../harness/stand-in";

/** A stack file's configuration; bare names are the project's. */
export type StackConfig = Readonly<Record<string, unknown>>;

/** How an engine is run. */
export interface Settings {
  /**
   * As on a laptop: every run of the program starts Node, and every command derives its key from a passphrase. By default the
   * program stays in one process and a KMS key encrypts the state, which takes a third of the CPU time.
   */
  readonly asOnLaptop?: boolean;
  /** The endpoint of an AWS to use instead of the stand-in, with the AWS CLI. */
  readonly endpoint?: string;
  /** The project name for a run with the real provider, on the account of the environment's credentials. */
  readonly project?: string;
}

const PRISTINE = "pristine";
const PROJECT = "ai-service-keys";

const KMS_KEY = "awskms://alias/stand-in?region=eu-central-1";

const UP = ["up", "--yes", "--skip-preview"];
const QUIET = ["--non-interactive", "--color=never"];
const SAVED_AT_THE_END = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

const settingsFiles = ["package.json", "tsconfig.json", "tsconfig.pulumi.json"];

/**
 * The real Pulumi engine, from PATH, on this project, with a file backend and a home in a temporary folder, and the stand-in
 * AWS instead of the provider. After every command it looks for key values where none may be.
 */
export class Engine {
  private readonly running = new Map<ChildProcess, Promise<Ended>>();

  private constructor(
    readonly aws: StandIn,
    private readonly folder: string,
    readonly stack: string,
    private readonly settings: Settings,
    private readonly program?: ResidentProgram,
    private readonly kms?: Kms,
  ) {}

  static async start(stack = "dev", settings: Settings = {}): Promise<Engine> {
    const folder = mkdtempSync(join(tmpdir(), "engine-"));
    for (const name of ["backend", "home", "project"]) mkdirSync(join(folder, name));
    for (const name of ["index.ts", "src", "tools", "node_modules", ...settingsFiles]) {
      symlinkSync(join(project, name), join(folder, "project", name));
    }
    const name = settings.project ?? PROJECT;
    writeFileSync(join(folder, "project", "Pulumi.yaml"), projectFile().replace(/^name: .*/m, `name: ${name}`));
    const asOnLaptop = settings.asOnLaptop ?? settings.project !== undefined;
    const program = asOnLaptop ? undefined : await ResidentProgram.start();
    // An AWS by others has a KMS of its own.
    const kms = asOnLaptop || settings.endpoint !== undefined ? undefined : await Kms.start();
    const aws = await StandIn.start(settings.endpoint);
    const engine = new Engine(aws, folder, stack, settings, program, kms);
    const { code, text } = await engine.run("stack", "init", stack, ...(kms ? ["--secrets-provider", KMS_KEY] : []));
    if (code !== 0) throw new Error(text);
    await engine.save(PRISTINE);
    return engine;
  }

  /** Ends everything that was started, also a command that a failed test left running. */
  async stop(): Promise<void> {
    for (const { pid } of this.running.keys()) endFamily(pid!);
    await Promise.allSettled(this.running.values());
    await this.program?.stop();
    await this.kms?.stop();
    await this.aws.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes the stack file: text as it is, or a configuration. */
  configure(config: StackConfig | string): void {
    const text = typeof config === "string" ? config : stringify({ config }, { aliasDuplicateObjects: false });
    writeFileSync(this.stackFile, `${this.encryption()}${text}`);
  }

  up = (...args: string[]) => this.run(...UP, ...args);
  /** Deploys, and saves the state once at the end, not with each step: for many resources at once, and nothing that breaks off. */
  upInOne = () => this.execute("pulumi", [...UP, ...QUIET], undefined, SAVED_AT_THE_END);
  preview = (...args: string[]) => this.run("preview", ...args);
  refresh = (...args: string[]) => this.run("refresh", "--yes", "--skip-preview", ...args);
  destroy = (...args: string[]) => this.run("destroy", "--yes", "--skip-preview", ...args);

  /** Runs a command of the CLI on the stack, to its end. */
  run(...args: string[]): Promise<Ended> {
    return this.runUntil(undefined, ...args);
  }

  /** Runs a command, and kills it and everything it started once the promise resolves. */
  runUntil(killed: Promise<unknown> | undefined, ...args: string[]): Promise<Ended> {
    return this.execute("pulumi", [...args, ...QUIET], killed);
  }

  /** Runs a shell command as a user would paste it; `aws` calls the AWS at the endpoint, if there is one. */
  shell(line: string, variables: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const leading = this.settings.endpoint === undefined ? {} : variablesOf(/^AWS_/);
    return this.execute("bash", ["-o", "pipefail", "-c", line], undefined, { ...leading, ...variables });
  }

  /** Deploys, with one fault on the way, and leaves the stack as it is then. */
  async breakOff(config: StackConfig, fault: FaultScript, ...args: string[]): Promise<Ended> {
    this.configure(config);
    await this.aws.arm(fault);
    const killed = fault.when === "hang" ? this.aws.hang() : undefined;
    const ended = await this.runUntil(killed, "up", "--yes", "--skip-preview", ...args);
    await this.aws.arm();
    return ended;
  }

  /** An output of the stack that has a value for each name. */
  async output(name: string): Promise<Readonly<Record<string, string>>> {
    return JSON.parse(await succeed(this.run("stack", "output", name))) as Record<string, string>;
  }

  /** Runs the program as if it were this many days later. */
  later = (days: number) => this.program!.later(days);

  private execute(
    command: string,
    args: readonly string[],
    killed?: Promise<unknown>,
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Ended> {
    count("operations");
    const { child, ended: printed } = startCommand(command, args, {
      cwd: join(this.folder, "project"),
      env: {
        ...engineEnvironment(this.folder, this.aws, this.stack),
        ...this.program?.environment,
        ...this.kms?.environment,
        ...(this.settings.project !== undefined && ownEnvironment()),
        ...variables,
      },
    });
    const ended = this.attend(child, printed, args, killed).finally(() => this.running.delete(child));
    this.running.set(child, ended);
    return ended;
  }

  /** Waits for a command or kills it, and looks for leaked values. */
  private async attend(
    { pid }: ChildProcess,
    printed: Promise<Ended>,
    args: readonly string[],
    killed?: Promise<unknown>,
  ): Promise<Ended> {
    await this.aws.watch(pid!);
    void killed?.then(() => this.stateAtRest()).then(() => endFamily(pid!));
    const ended = await printed;
    await this.aws.unwatch(pid!);
    await this.refuseLeaks(args, ended.text);
    return ended;
  }

  /** What the state holds, secrets encrypted. */
  async state(): Promise<readonly Resource[]> {
    const state = JSON.parse(await readFile(this.stateFile, "utf8")) as Checkpoint;
    return state.checkpoint.latest?.resources ?? [];
  }

  /** Writes other resources into the state. */
  async changeState(change: (resources: readonly Resource[]) => readonly Resource[]): Promise<void> {
    const state = JSON.parse(await readFile(this.stateFile, "utf8")) as Checkpoint;
    const latest = { ...state.checkpoint.latest, resources: change(state.checkpoint.latest?.resources ?? []) };
    writeFileSync(this.stateFile, JSON.stringify({ ...state, checkpoint: { ...state.checkpoint, latest } }));
  }

  /** Waits until the state is written: killed in the middle of that, the CLI leaves an empty file (docs/recovery.md has it). */
  private async stateAtRest(): Promise<void> {
    let last: string | undefined;
    for (let text = ""; text === "" || text !== last;) {
      last = text;
      await setTimeout(200);
      text = readFileSync(this.stateFile, "utf8");
    }
  }

  private get stateFile(): string {
    return join(this.folder, "backend", ".pulumi", "stacks", this.settings.project ?? PROJECT, `${this.stack}.json`);
  }

  /** Saves the state and the cloud under a name, for `restore`. */
  async save(as: string): Promise<void> {
    rmSync(join(this.folder, "saved", as), { recursive: true, force: true });
    cpSync(join(this.folder, "backend"), join(this.folder, "saved", as), { recursive: true });
    await this.aws.save(as);
  }

  async restore(as: string): Promise<void> {
    rmSync(join(this.folder, "backend"), { recursive: true });
    cpSync(join(this.folder, "saved", as), join(this.folder, "backend"), { recursive: true });
    await this.aws.restore(as);
    await this.aws.arm();
    await this.aws.slow();
    await this.aws.journal();
  }

  /** Goes back to an empty stack in an empty account. */
  reset = () => this.restore(PRISTINE);

  private get stackFile(): string {
    return join(this.folder, "project", `Pulumi.${this.stack}.yaml`);
  }

  /** What encrypts the state, which `stack init` wrote to the stack file. */
  private encryption(): string {
    return readFileSync(this.stackFile, "utf8")
      .match(/^(encryptionsalt|secretsprovider|encryptedkey): .*\n/gm)!
      .join("");
  }

  /** Throws if a command left a key value in clear, in its output or in any file that it wrote. */
  private async refuseLeaks(args: readonly string[], text: string): Promise<void> {
    const values = await this.aws.values();
    const mayShow = args.some((arg) => arg.includes("--show-secrets"));
    const places = !mayShow && hasOneOf(values, text) ? ["its output"] : [];
    for (const name of ["backend", "home"]) {
      places.push(...filesWith(values, join(this.folder, name)).map((file) => `${name}/${file}`));
    }
    if (places.length > 0)
      throw new Error(`pulumi ${args.join(" ")} left a key value in clear in ${places.join(", ")}`);
  }
}

/** The CLI's environment in a test: backend and home in a folder, and the stand-in AWS. */
export function engineEnvironment(folder: string, aws: StandIn, stack = "dev"): NodeJS.ProcessEnv {
  return {
    ...cliEnvironment(folder, stack, aws.port),
    TMPDIR: process.env.TMPDIR,
    PULUMI_ERROR_OUTPUT_STRING: "true",
    // The CLI runs only briefly: collecting garbage only where memory is short saves a sixth of its CPU time.
    GOGC: "off",
    GOMEMLIMIT: "600MiB",
  };
}

/** The environment that leads to the user's own account and provider plugins. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return {
    ...variablesOf(/^AWS_/),
    HOME: process.env.HOME,
    PULUMI_HOME: process.env.PULUMI_HOME ?? join(homedir(), ".pulumi"),
    PULUMI_DEBUG_PROVIDERS: process.env.PULUMI_DEBUG_PROVIDERS,
  };
}

/** The environment's variables of these names. */
function variablesOf(names: RegExp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value = ""]) => (names.test(name) ? [[name, value]] : [])),
  );
}

interface Checkpoint {
  readonly checkpoint: { readonly latest?: { readonly resources?: readonly Resource[] } };
}

/** A resource in the state. */
export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
  /** What the provider said of an update that failed half-way. */
  readonly initErrors?: readonly string[];
  /** True if it is deleted, and its replacement was not made. */
  readonly pendingReplacement?: boolean;
}
