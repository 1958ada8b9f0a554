import type { Settings } from "./settings";
import type { ServiceKeySettings } from "./settings/service-key";
import type { UsagePlans } from "./usage-plan";

/** What a service key is made of. Plain values, as they decide which resources there are. */
export interface ServiceKeyArgs {
  /** The key as configured: its generations, plan and readers. */
  readonly key: ServiceKeySettings;
  /** The plans that the key or its generations name. */
  readonly usagePlans: UsagePlans;
  /** What holds for the whole stack: delivery, protection, tags, and the ids of those plans that are imported. */
  readonly stack: Pick<Settings, "secretsManager" | "deletionProtection" | "tags"> & {
    readonly usagePlans: Readonly<Record<string, { readonly import?: string }>>;
  };
}
