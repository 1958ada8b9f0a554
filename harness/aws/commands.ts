import type { Cloud } from "./cloud";
import type { Delays, FaultScript } from "./calls";
import { answersOfApiGateway } from "./answers-api-gateway";
import { answersOfSecretsManager } from "./answers-secrets-manager";

/** The commands that the stand-in takes. */
export type Command =
  | { readonly do: "arm"; readonly script?: FaultScript }
  | { readonly do: "slow"; readonly delays: Delays }
  | { readonly do: "journal" | "inventory" | "view" | "values" | "cloud" | "hangs" }
  | { readonly do: "watch" | "unwatch"; readonly pid: number }
  | { readonly do: "save" | "restore"; readonly as: string }
  | { readonly do: "send"; readonly service: Service; readonly action: string; readonly input: object }
  | { readonly do: "published"; readonly service: string; readonly stage: string }
  | { readonly do: "value"; readonly service: string; readonly generation: string }
  | { readonly do: "drift"; readonly service: string; readonly generation: string; readonly enabled: boolean };

/** The services of the account in memory. */
export type Service = "apiGateway" | "secretsManager";

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
      return cloud.published(command.service, command.stage);
    case "value":
      return cloud.valueOf(command.service, command.generation);
    case "watch":
      return void watched.add(command.pid);
    case "unwatch":
      return void watched.delete(command.pid);
    case "save":
      saved.set(command.as, cloud.copy());
      return undefined;
    case "restore":
      return cloud.restore(saved.get(command.as)!);
    case "send": {
      const answers = {
        apiGateway: answersOfApiGateway(cloud.apiGateway),
        secretsManager: answersOfSecretsManager(cloud.secretsManager),
      }[command.service];
      return answers[command.action]!(command.input as never);
    }
    case "drift":
      return cloud.drift(command.service, command.generation, command.enabled);
  }
}
