import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Delays, FaultScript, Outage } from "./aws/calls";
import { type Aws, actionOf, type AwsCommand, type Service } from "./aws/aws";
import type { Command, Controls, Reply } from "./aws/main";
import { loadTypeScript } from "./processes";

/** The stand-in AWS in its own process, and the commands with which tests control it. */
export class StandIn {
  private asked = 0;

  private constructor(
    private readonly process: ChildProcess,
    /** The port on which its provider serves. */
    readonly port: number,
  ) {}

  /** @param endpoint of an AWS that its provider calls in place of the cloud in memory. */
  static async start(endpoint?: string): Promise<StandIn> {
    const child = fork(join(__dirname, "aws", "main.ts"), endpoint === undefined ? [] : [endpoint], {
      execArgv: loadTypeScript,
    });
    const [{ result }] = (await once(child, "message")) as [Reply];
    return new StandIn(child, result as number);
  }

  /** Arms a fault, or a Region's outage; without a script, nothing fails any more. */
  arm = (script?: FaultScript | Outage) => this.ask("arm", script);

  /** Makes these calls slow, and all others fast again. */
  slow = (delays: Delays = {}) => this.ask("slow", delays);

  /** Resolves once the armed script has made a call hang. */
  async hang(): Promise<void> {
    while (!(await this.ask("hangs"))) await setTimeout(50);
  }

  /** The calls made since the journal was last read. */
  journal = () => this.ask("journal");

  /** Those of them that change something: `Action resource` of each, and the error's name if it failed. */
  async changes(): Promise<string[]> {
    const calls = (await this.journal()).filter(({ seen }) => seen !== undefined);
    return calls.map(({ action, resource, error }) => [action, resource, error].filter(Boolean).join(" "));
  }

  /** All keys, as their consumers see them. */
  view = () => this.ask("view");

  /** The names of all resources except links, by id. */
  inventory = () => this.ask("inventory");

  /** The value of every key that ever existed. */
  values = () => this.ask("values");

  /** The whole cloud, without values. */
  cloud = () => this.ask("cloud");

  /** The value that consumers of a service find in its secret, in the home Region by default. */
  published = (service: string, region?: string) => this.ask("published", service, region);

  /** The value of one generation's key. */
  value = (service: string, generation: string, region?: string) => this.ask("value", service, generation, region);

  /** Enables or disables a key without Pulumi's knowledge. */
  drift = (service: string, generation: string, enabled: boolean, region?: string) =>
    this.ask("drift", service, generation, enabled, region);

  /** Puts copies of what a service has in its place, under other names. Returns the new ids of the keys, by the old ones. */
  multiply = (service: string, names: readonly string[]) => this.ask("multiply", service, names);

  /** The account in memory in the home Region, for changes without Pulumi: takes the commands of AWS's SDK. */
  readonly account: Pick<Aws, Service> = {
    apiGateway: this.client("apiGateway"),
    secretsManager: this.client("secretsManager"),
    ssm: this.client("ssm"),
  };

  /** From now on ends this process, and everything it started, if the harness ends before it. */
  watch = (pid: number) => this.ask("watch", pid);

  unwatch = (pid: number) => this.ask("unwatch", pid);

  /** Saves the cloud under a name, for `restore`. */
  save = (as: string) => this.ask("save", as);

  restore = (as: string) => this.ask("restore", as);

  async stop(): Promise<void> {
    const ended = once(this.process, "exit");
    this.process.disconnect();
    await ended;
  }

  private client<S extends Service>(service: S): Aws[S] {
    const send = (command: AwsCommand) => this.ask("send", service, actionOf(command), command.input);
    return { send };
  }

  private async ask<N extends keyof Controls>(name: N, ...args: Parameters<Controls[N]>) {
    const id = ++this.asked;
    const reply = new Promise<ReturnType<Controls[N]>>((resolve, reject) => {
      const listen = (message: Reply) => {
        if (message.id !== id) return;
        this.process.off("message", listen);
        const { result, refused } = message;
        if (refused) reject(Object.assign(new Error(refused.message), { name: refused.name }));
        else resolve(result as ReturnType<Controls[N]>);
      };
      this.process.on("message", listen);
    });
    // A message has null for undefined, which is no default.
    const given = args.filter((arg) => arg !== undefined);
    this.process.send({ id, name, args: given } satisfies Command);
    return reply;
  }
}
