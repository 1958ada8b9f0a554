import type { z } from "zod";
import type { Aws } from "./aws";

/** Inputs, or outputs, of a resource as they come over the wire. */
export type Props = Readonly<Record<string, unknown>>;

/** One kind of resource, as in the real provider, which reads a resource right after it creates or updates it. */
export interface Kind<I = never> {
  /** The inputs in the real schema: names, types, and which are required. */
  readonly inputs: z.ZodObject;
  /** Default inputs. */
  readonly defaults?: Props;
  /** Inputs that cannot be changed in place. */
  readonly replacedBy: readonly string[];
  /** Outputs that AWS sets. If one of them is also an input, leaving it out is no change. */
  readonly computed: readonly string[];
  /** Outputs that the real schema calls sensitive: the provider itself marks them secret, also on import. */
  readonly sensitive?: readonly string[];
  /** True if the provider makes up a missing name. */
  readonly named: boolean;
  /** Returns the id. */
  create(this: void, aws: Aws, inputs: I): Promise<string>;
  /**
   * Returns the resource, or undefined if AWS has none. What AWS does not return is taken from the state.
   *
   * @param id may be the one given to `pulumi import`.
   */
  read(this: void, aws: Aws, id: string, state: Props): Promise<{ id: string; outputs: Props } | undefined>;
  update(this: void, aws: Aws, id: string, change: Change<I>): Promise<void>;
  delete(this: void, aws: Aws, id: string, state: Props): Promise<void>;
}

/** A change from the state to what the program wants. */
export interface Change<I> {
  readonly state: Props;
  readonly inputs: I;
  /** Names of the inputs that differ. */
  readonly names: readonly string[];
}

/** The result of a read, or undefined if AWS says that there is no such resource, or that it is marked for deletion. */
export async function found<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    const { name, message } = error as Error;
    if (/NotFound/.test(name) || /marked for deletion/.test(message)) return undefined;
    throw error;
  }
}

/** Deletes a resource. Like the provider it ignores a missing one. */
export async function ignoreMissing(deletion: Promise<unknown>): Promise<void> {
  await found(deletion);
}
