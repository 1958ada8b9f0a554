import type { z } from "zod";
import type { Cloud } from "./cloud";
import { AwsError } from "./error";

/** Inputs, or outputs, of a resource as they come over the wire. */
export type Props = Readonly<Record<string, unknown>>;

/** One kind of resource, as the real provider has it. */
export interface Kind<I = never> {
  /** What the real schema takes: names, types, which are required. */
  readonly inputs: z.ZodObject;
  /** Inputs that cannot be changed in place. */
  readonly replacedBy: readonly string[];
  /** Outputs that only AWS knows before the resource is made. */
  readonly computed: readonly string[];
  /** True if the provider makes up a name where none is given. */
  readonly named: boolean;
  create(this: void, at: Target, inputs: I): Promise<{ id: string; outputs: Props }>;
  /** Nothing if AWS knows no such resource. `id` may be the one given to `pulumi import`. */
  read(
    this: void,
    at: Target,
    id: string,
    state: Props,
  ): Promise<{ id: string; inputs: Props; outputs: Props } | undefined>;
  update(this: void, at: Target, id: string, state: Props, inputs: I): Promise<Props>;
  delete(this: void, at: Target, id: string, state: Props): Promise<void>;
}

/** Where a resource's calls go, and the resource they are made for. */
export interface Target {
  readonly cloud: Cloud;
  /** The resource's Pulumi name, for the journal. */
  readonly name: string;
}

/** Makes a call to AWS on behalf of a resource. */
export function call<T>({ cloud, name }: Target, action: string, effect: () => T): Promise<T> {
  return cloud.calls.make(action, name, effect);
}

/** What a read finds, or nothing where AWS says that there is nothing, or nothing but what waits for its deletion. */
export async function found<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof AwsError && /NotFound|marked for deletion/.test(error.message)) return undefined;
    throw error;
  }
}

/** Deletes, where the provider forgives that there is nothing to delete. */
export async function gone(deletion: Promise<unknown>): Promise<void> {
  await found(deletion);
}

/** True if two maps hold the same, in whatever order. */
export function same(a: unknown, b: unknown): boolean {
  const sorted = (map: unknown) => JSON.stringify(Object.entries((map ?? {}) as Props).sort());
  return sorted(a) === sorted(b);
}
