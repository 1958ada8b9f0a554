import type { Call } from "../../../harness/aws/calls";
import type { KeyView, Observation } from "../../../harness/aws/observation";
import type { Update } from "./update";
import { nameOf, planName, type Wanted, wanted } from "./wanted";

/**
 * A sentence for each call after which an invariant was broken. Nothing changes between two calls, so this covers every
 * moment.
 *
 * - I1: the value at AWSCURRENT belongs to a key that is enabled and in its plan.
 * - I2: the same holds for every key that was handed out or live before, unless the configuration switches it off.
 * - I3: a key that was live before is not deleted.
 *
 * Keys that the configuration switches off, before or now, are left out: that outage is intended.
 */
export function violations({ from = {}, attempted = from, to }: Update, journal: readonly Call[]): string[] {
  const before = wanted(from);
  const configs = [before, wanted(attempted), wanted(to)];
  const all = configs.flat();
  const off = new Set(all.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const offServices = new Set(
    configs.flatMap((config) =>
      config
        .map(({ service }) => service)
        .filter((service) => !config.some((it) => it.service === service && it.enabled)),
    ),
  );

  return journal.flatMap(({ action, resource, seen }) => {
    if (seen === undefined) return [];
    const handedOut = seen.keys.filter((key) => key.handedOut).map(nameOf);
    const live = before.filter(({ enabled }) => enabled).map(({ name }) => name);
    const owed = [...new Set([...live, ...handedOut])].filter((name) => !off.has(name)).sort();
    const problems = [
      ...seen.delivered
        .filter((service) => !offServices.has(service))
        .flatMap((service) => problemOf(`the published key of ${service}`, published(seen, service), all)),
      ...owed.flatMap((name) => problemOf(name, owner(seen, name), all)),
    ];
    return problems.map((problem) => `after ${action} ${resource}: ${problem}`);
  });
}

function published({ keys }: Observation, service: string): KeyView | undefined {
  return keys.find((key) => key.service === service && key.published);
}

/**
 * The key of this name that consumers know, or are to know. A creation whose answer was lost may have left others: they are
 * in no plan, and older, as the deployment after it creates the key again.
 */
function owner({ keys }: Observation, name: string): KeyView | undefined {
  const named = keys.filter((key) => nameOf(key) === name);
  return named.find((key) => key.handedOut) ?? named.find((key) => key.plans.length > 0) ?? named.at(-1);
}

function problemOf(subject: string, key: KeyView | undefined, all: readonly Wanted[]): string[] {
  if (key === undefined) return [`${subject} is gone`];
  const plans = all.filter(({ name }) => name === nameOf(key)).map(({ usagePlan }) => usagePlan);
  const attached = plans.includes(undefined) || key.plans.some((plan) => plans.includes(planName(plan)));
  return [...(key.enabled ? [] : [`${subject} is off`]), ...(attached ? [] : [`${subject} is in no plan`])];
}
