import { setTimeout } from "node:timers/promises";
import { type Aws, actionOf, type AwsCommand, AwsError } from "./aws";

/** What a consumer could find out about one generation of a key. */
export interface KeyView {
  readonly service: string;
  readonly generation: string;
  /** Its Region, where that is not the home Region. */
  readonly region?: string;
  readonly enabled: boolean;
  /** Names of its plans. */
  readonly plans: readonly string[];
  /** True if AWSCURRENT of its service's secret, or its service's parameter, holds its value, in its Region. */
  readonly published: boolean;
  /** True if any version of these holds its value: consumers may still use it. */
  readonly handedOut: boolean;
}

/** What consumers could find out at one moment. */
export interface Observation {
  readonly keys: readonly KeyView[];
  /** Names of the services whose secret has a value under AWSCURRENT, or that have a parameter; `NAME@REGION` abroad. */
  readonly delivered: readonly string[];
}

/** One line of the journal: which call, on which resource, and how it ended. Never a value. */
export interface Call {
  /** AWS's name of the action, such as `CreateApiKey`. */
  readonly action: string;
  /** The Pulumi name of the resource. */
  readonly resource: string;
  /** An error's name, `hang`, or nothing for success. */
  readonly error?: string;
  /** What consumers could see right after the call; undefined for a call that changes nothing. */
  readonly seen?: Observation;
}

/** The same type, with writable properties. */
type Writable<T> = { -readonly [name in keyof T]: T[name] };

/** A fault that happens once. */
export interface FaultScript {
  /** The n-th call, from 1, among those of this action, or among all that change something. */
  readonly call: number;
  readonly action?: string;
  /** The call fails `before` or `after` it takes effect; `hang`: after it, and no answer comes. */
  readonly when: "before" | "after" | "hang";
  readonly error?: "TooManyRequestsException" | "InternalFailure" | "ConflictException";
  /** What the engine keeps of a resource whose update failed; by default `old`. */
  readonly outputs?: Kept;
}

/** Every call to a Region fails before it takes effect, reads too. */
export interface Outage {
  readonly region: string;
  readonly outputs?: Kept;
}

/** The outputs of before, or, as with the real provider, the planned ones. */
type Kept = "old" | "planned";

/** How long calls take before they have an effect, in milliseconds, by action; the others take no time. */
export type Delays = Readonly<Record<string, number>>;

/** Every call to AWS goes through here: it is recorded, and fails if the armed script says so. */
export class Calls {
  readonly journal: Call[] = [];
  /** True once the armed script made a call hang. */
  hangs = false;
  private script?: FaultScript | Outage;
  private left = 0;
  private delays: Delays = {};

  /** @param observe looks at the cloud after each call that changed something. */
  constructor(private readonly observe: () => Observation) {}

  /** Arms a script, or an outage; without one, nothing fails any more. */
  arm(script?: FaultScript | Outage): void {
    this.script = script;
    this.left = script && "call" in script ? script.call : 0;
    this.hangs = false;
  }

  /** True if the engine is to keep the planned outputs of a resource whose update fails. */
  get keepsPlanned(): boolean {
    return this.script?.outputs === "planned";
  }

  /** Makes these calls slow, and all others fast again. */
  slow(delays: Delays): void {
    this.delays = delays;
  }

  /** The same AWS, with its calls recorded here for a resource. */
  through(aws: Aws, resource: string): Aws {
    const wrap = (client: { send: unknown }) => {
      const send = client.send as (command: AwsCommand) => Promise<unknown>;
      const make = (command: AwsCommand) => () => send.call(client, command);
      return {
        send: (command: AwsCommand) => this.make(actionOf(command), { resource, region }, make(command)),
      } as never;
    };
    const { region, apiGateway, secretsManager, ssm } = aws;
    return { region, apiGateway: wrap(apiGateway), secretsManager: wrap(secretsManager), ssm: wrap(ssm) };
  }

  private async make<T>(action: string, { resource, region }: Place, effect: () => Promise<T>): Promise<T> {
    const fault = this.due(action, region);
    const error = new AwsError(fault?.error ?? "InternalFailure", "scripted fault");
    const delay = this.delays[action];
    if (delay !== undefined) await setTimeout(delay);
    const answer = fault?.when === "before" ? Promise.reject(error) : effect();
    // In memory a call takes effect before it is answered, so this records the moment right after it.
    const call = this.note(action, resource);
    try {
      const result = await answer;
      if (fault?.when === "after") throw error;
      if (fault) {
        call.error = "hang";
        this.hangs = true;
        await new Promise(() => undefined);
      }
      return result;
    } catch (failure) {
      call.error = failure instanceof Error ? failure.name : String(failure);
      throw failure;
    }
  }

  private due(action: string, region: string): Pick<FaultScript, "when" | "error"> | undefined {
    const { script } = this;
    if (script && "region" in script) return script.region === region ? { when: "before" } : undefined;
    if (!script || !isChange(action) || (script.action ?? action) !== action) return undefined;
    this.left -= 1;
    return this.left === 0 ? script : undefined;
  }

  private note(action: string, resource: string): Writable<Call> {
    const call: Writable<Call> = { action, resource, ...(isChange(action) && { seen: this.observe() }) };
    this.journal.push(call);
    return call;
  }
}

interface Place {
  readonly resource: string;
  readonly region: string;
}

/** True for a call that changes something. */
function isChange(action: string): boolean {
  return !/^(Get|Describe|List)/.test(action);
}
