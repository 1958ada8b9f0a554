import type { Cloud } from "./cloud";
import { HOME, type Service } from "./aws";
import type { Delays, FaultScript, Outage } from "./calls";
import { answer } from "./memory";

/** The commands that the stand-in takes. */
export type Command =
  | { readonly do: "arm"; readonly script?: FaultScript | Outage }
  | { readonly do: "slow"; readonly delays: Delays }
  | { readonly do: "journal" | "inventory" | "view" | "values" | "cloud" | "hangs" }
  | { readonly do: "watch" | "unwatch"; readonly pid: number }
  | { readonly do: "save" | "restore"; readonly as: string }
  | ({ readonly do: "send"; readonly service: Service; readonly action: string; readonly input: object } & Somewhere)
  | ({ readonly do: "published"; readonly service: string; readonly stage: string } & Somewhere)
  | ({ readonly do: "value"; readonly service: string; readonly generation: string } & Somewhere)
  | ({
      readonly do: "drift";
      readonly service: string;
      readonly generation: string;
      readonly enabled: boolean;
    } & Somewhere);

/** A Region; by default the home Region. */
interface Somewhere {
  readonly region?: string;
}

/** The answer to the command with the same number, or its refusal. */
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly refused?: { readonly name: string; readonly message: string };
}

const saved = new Map<string, ReturnType<Cloud["copy"]>>();

/** The process ids of running CLI commands, which must not outlive the harness. */
export const watched = new Set<number>();

export function run(cloud: Cloud, command: Command): unknown {
  switch (command.do) {
    case "arm":
      return cloud.calls.arm(command.script);
    case "slow":
      return cloud.calls.slow(command.delays);
    case "journal":
      return cloud.calls.journal.splice(0);
    case "hangs":
      return cloud.calls.hangs;
    case "inventory":
      return cloud.inventory();
    case "view":
      return cloud.view();
    case "values":
      return cloud.values;
    case "cloud":
      return cloud.describe();
    case "published":
      return cloud.published(command.service, command.stage, command.region);
    case "value":
      return cloud.valueOf(command.service, command.generation, command.region);
    case "watch":
      return void watched.add(command.pid);
    case "unwatch":
      return void watched.delete(command.pid);
    case "save":
      saved.set(command.as, cloud.copy());
      return undefined;
    case "restore":
      return cloud.restore(saved.get(command.as)!);
    case "send":
      return answer(cloud, command.region ?? HOME, command.service, command.action, command.input);
    case "drift":
      return cloud.drift(command.service, command.generation, command.enabled, command.region);
  }
}
