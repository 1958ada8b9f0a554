import type { DeployedKey } from "./last-deployment";
import type { Settings } from "./settings";
import type { ServiceKeySettings } from "./settings/service-key";
import type { UsagePlanSettings } from "./settings/usage-plan";
import type { UsagePlans } from "./usage-plan";

/** What a service key is made from. Plain values, not outputs, because they decide which resources there are. */
export interface ServiceKeyArgs {
  /** The key as configured: its generations, plan and readers. */
  readonly key: ServiceKeySettings;
  /** The key as it was last deployed, if it was. */
  readonly last?: DeployedKey;
  /** The plans that the key or its generations name. */
  readonly usagePlans: UsagePlans;
  /** The stack's settings that apply to every key, and the ids of imported plans. */
  readonly stack: Pick<
    Settings,
    "region" | "regions" | "secretsManager" | "parameterStore" | "deletionProtection" | "tags"
  > & { readonly usagePlans: Readonly<Record<string, Pick<UsagePlanSettings, "import">>> };
}
