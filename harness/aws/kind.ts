import type { z } from "zod";
import type { Aws } from "./aws";

/** Inputs, or outputs, of a resource as they come over the wire. */
export type Props = Readonly<Record<string, unknown>>;

/** One kind of resource, as the real provider has it. Whatever is made or changed is read right afterwards. */
export interface Kind<I = never> {
  /** What the real schema takes: names, types, which are required. */
  readonly inputs: z.ZodObject;
  /** What an input is where none is given. */
  readonly defaults?: Props;
  /** Inputs that cannot be changed in place. */
  readonly replacedBy: readonly string[];
  /** Outputs that only AWS knows before the resource is made. Where one is an input too, none given is no change. */
  readonly computed: readonly string[];
  /** Outputs that the real schema calls sensitive: the provider itself marks them secret, in what it imports too. */
  readonly sensitive?: readonly string[];
  /** True if the provider makes up a name where none is given. */
  readonly named: boolean;
  /** Returns the id. */
  create(this: void, aws: Aws, inputs: I): Promise<string>;
  /**
   * Returns what there is, or nothing if AWS knows no such resource. What AWS does not tell is taken from the state.
   *
   * @param id may be the one given to `pulumi import`.
   */
  read(this: void, aws: Aws, id: string, state: Props): Promise<{ id: string; outputs: Props } | undefined>;
  update(this: void, aws: Aws, id: string, change: Change<I>): Promise<void>;
  delete(this: void, aws: Aws, id: string, state: Props): Promise<void>;
}

/** From what the state has to what the program wants. */
export interface Change<I> {
  readonly state: Props;
  readonly inputs: I;
  /** Names of the inputs that differ. */
  readonly names: readonly string[];
}

/** What a read finds, or nothing where AWS says that there is nothing, or nothing but what waits for its deletion. */
export async function found<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    const { name, message } = error as Error;
    if (/NotFound/.test(name) || /marked for deletion/.test(message)) return undefined;
    throw error;
  }
}

/** Deletes a resource; the provider ignores that there is none. */
export async function gone(deletion: Promise<unknown>): Promise<void> {
  await found(deletion);
}
