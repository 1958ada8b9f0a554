import { currentId } from "../../src/settings/generations";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import type { Delivery } from "../../src/settings/stores";

/** A service key in a few words, for a reviewer. */
export interface KeyRow {
  /** The plan of the current generation. */
  readonly usagePlan: string | undefined;
  /** Every generation with its state, with its plan if that is not the current one's, and with what it imports. */
  readonly generations: string;
  /** Where its value goes. */
  readonly published: string;
  readonly readers: readonly Reader[];
}

const PUBLISHED: Readonly<Record<Delivery, string>> = {
  secretsManager: "secret",
  parameterStore: "parameter",
  both: "secret and parameter",
  none: "by hand",
};

/** Who may read a key, from an ARN. */
export interface Reader {
  readonly account: string;
  /** Such as `role/assistant`. */
  readonly name: string;
}

/** Describes a service key in a few words. */
export function keyRow(key: ServiceKeySettings): KeyRow {
  const { enabled, generations, delivery, readers = [] } = key;
  const { usagePlan } = generations[currentId(key)]!;
  const states = Object.entries(generations).map(([id, { state, usagePlan: plan, import: keyId }]) => {
    const own = plan === usagePlan ? "" : plan === undefined ? " without plan" : ` on ${plan}`;
    return `${id} ${state}${own}${importText(keyId)}`;
  });
  return {
    usagePlan,
    generations: `${states.join(", ")}${enabled ? "" : "; all switched off"}`,
    published: PUBLISHED[delivery],
    readers: readers.map((arn) => {
      const [account, name] = arn.split(":").slice(4);
      return { account: account!, name: name! };
    }),
  };
}

/** What an entry imports, in brackets: ` (import a1b2c3)`, or ` (import eu-central-1 a1b2c3, us-east-1 d4e5f6)`. */
export function importText(ids: string | Readonly<Record<string, string>> | undefined): string {
  if (ids === undefined) return "";
  const each = typeof ids === "string" ? [ids] : Object.entries(ids).map(([region, id]) => `${region} ${id}`);
  return ` (import ${each.join(", ")})`;
}
