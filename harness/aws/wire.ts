import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Kind, Props } from "./kind";

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
