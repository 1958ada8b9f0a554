import type { Cloud } from "./cloud";
import { answer } from "./clients";

/** A command that the stand-in takes by message: one of `controls`. */
export interface Command {
  readonly id: number;
  readonly name: keyof Controls;
  readonly args: readonly unknown[];
}

/** The answer to the command with the same number, or its refusal. */
export interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly refused?: { readonly name: string; readonly message: string };
}

export type Controls = ReturnType<typeof controls>;

/** What tests do with the cloud without Pulumi's knowledge. */
export function controls(cloud: Cloud) {
  const saved = new Map<string, ReturnType<Cloud["copy"]>>();
  return {
    arm: (...args: Parameters<Cloud["calls"]["arm"]>) => cloud.calls.arm(...args),
    slow: (...args: Parameters<Cloud["calls"]["slow"]>) => cloud.calls.slow(...args),
    journal: () => cloud.calls.journal.splice(0),
    hangs: () => cloud.calls.hangs,
    view: () => cloud.view(),
    inventory: () => cloud.inventory(),
    values: () => cloud.values,
    cloud: () => cloud.describe(),
    published: (...args: Parameters<Cloud["published"]>) => cloud.published(...args),
    value: (...args: Parameters<Cloud["valueOf"]>) => cloud.valueOf(...args),
    drift: (...args: Parameters<Cloud["drift"]>) => cloud.drift(...args),
    multiply: (...args: Parameters<Cloud["multiply"]>) => cloud.multiply(...args),
    send: (...args: Parameters<typeof answer> extends [unknown, ...infer Rest] ? Rest : never) =>
      answer(cloud, ...args),
    save: (as: string) => void saved.set(as, cloud.copy()),
    restore: (as: string) => cloud.restore(saved.get(as)!),
    watch: (pid: number) => void watched.add(pid),
    unwatch: (pid: number) => void watched.delete(pid),
  };
}

/** The process ids of running CLI commands, which must not outlive the harness. */
export const watched = new Set<number>();
