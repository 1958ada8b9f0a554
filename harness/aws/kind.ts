import type { z } from "zod";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
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

/** Stands for an unknown value in Pulumi's protocol. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The input in which the provider lists the inputs that it made up, such as the name. */
export const DEFAULTS = "__defaults";

export function props(message: Struct | undefined): Props {
  return message?.toJavaScript() ?? {};
}

export function withoutDefaults({ [DEFAULTS]: _, ...inputs }: Props): Props {
  return inputs;
}

export function struct(values: Props): Struct {
  // Undefined fields are left out.
  return Struct.fromJavaScript(JSON.parse(JSON.stringify(values)) as Record<string, never>);
}

/** The same values, with those marked secret that the real provider's schema calls sensitive. */
export function marked({ sensitive = [] }: Kind, values: Props): Props {
  const asSecret = (value: unknown) => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
  });
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      sensitive.includes(name) && value !== undefined ? asSecret(value) : value,
    ]),
  );
}

/** The logical name in a URN. */
export function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
