import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Ended, filesWith, hasOneOf, startCommand } from "./command";
import { count } from "./counts";
import { Kms } from "./kms";
import { cliEnvironment } from "../../../harness/processes";
import { StandIn } from "../../../harness/stand-in";

const project = resolve(__dirname, "..", "..", "..");
const linked = ["index.ts", "src", "tools", "node_modules", "package.json", "tsconfig.json", "tsconfig.pulumi.json"];

/**
 * A git clone of the project, in which a user logs in to backends and runs shell commands, with the stand-in AWS, a stand-in
 * KMS, and a folder for every S3 bucket. After each command it looks for key values where none may be.
 */
export class TeamFolder {
  private constructor(
    private readonly aws: StandIn,
    readonly kms: Kms,
    private readonly folder: string,
  ) {}

  /** @param stackFile what is in Pulumi.prod.yaml. */
  static async start(stackFile: string): Promise<TeamFolder> {
    const folder = mkdtempSync(join(tmpdir(), "team-"));
    for (const name of ["home", "buckets", "project"]) mkdirSync(join(folder, name));
    for (const name of linked) symlinkSync(join(project, name), join(folder, "project", name));
    cpSync(join(project, "Pulumi.yaml"), join(folder, "project", "Pulumi.yaml"));
    writeFileSync(join(folder, "project", "Pulumi.prod.yaml"), stackFile);
    const team = new TeamFolder(await StandIn.start(), await Kms.start(), folder);
    for (const command of ["git init --quiet", "git add Pulumi.*", "git commit --quiet --message start"]) {
      await team.run(command);
    }
    return team;
  }

  async stop(): Promise<void> {
    await this.aws.stop();
    await this.kms.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs shell commands one after the other, and throws if one fails. */
  async run(...commands: readonly string[]): Promise<void> {
    for (const command of commands) {
      const { code, text } = await this.try(command);
      if (code !== 0) throw new Error(`${command}: ${text}`);
    }
  }

  /** Runs one shell command. */
  async try(command: string, environment: Readonly<Record<string, string | undefined>> = {}): Promise<Ended> {
    if (command.startsWith("pulumi ")) count("operations");
    const backends = command
      .replace(/s3:\/\/([\w-]+)\?region=[\w-]+/g, (_, bucket: string) => this.bucket(bucket))
      // To the CLI `~` is the home of the system's user, whatever HOME is.
      .replace("file://~", `file://${join(this.folder, "home")}`);
    const env = { ...this.environment(), ...environment };
    const ended = await startCommand("bash", ["-c", backends], { cwd: join(this.folder, "project"), env }).ended;
    if (!command.includes("--show-secrets")) await this.refuseLeaks(command, ended.text);
    return ended;
  }

  /** The text of a file in the project's folder. */
  file(name: string): string {
    return readFileSync(join(this.folder, "project", name), "utf8");
  }

  /** The files in the project's folder. */
  files(): string[] {
    return readdirSync(join(this.folder, "project")).filter((name) => name !== ".git" && !linked.includes(name));
  }

  /** The keys in AWS. */
  keys = () => this.aws.view();

  /** The value of a key's first generation. */
  value = (service: string) => this.aws.value(service, "1");

  private bucket(name: string): string {
    mkdirSync(join(this.folder, "buckets", name), { recursive: true });
    return `file://${join(this.folder, "buckets", name)}`;
  }

  private environment(): NodeJS.ProcessEnv {
    const someone = { NAME: "someone", EMAIL: "someone@example.com" };
    return {
      ...cliEnvironment(this.folder, undefined, this.aws.port),
      PULUMI_BACKEND_URL: undefined,
      TMPDIR: process.env.TMPDIR,
      GIT_AUTHOR_NAME: someone.NAME,
      GIT_AUTHOR_EMAIL: someone.EMAIL,
      GIT_COMMITTER_NAME: someone.NAME,
      GIT_COMMITTER_EMAIL: someone.EMAIL,
      ...this.kms.environment,
    };
  }

  private async refuseLeaks(command: string, text: string): Promise<void> {
    const values = await this.aws.values();
    if (hasOneOf(values, text) || filesWith(values, this.folder).length > 0) {
      throw new Error(`${command} left a key value in clear`);
    }
  }
}
