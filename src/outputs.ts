import * as pulumi from "@pulumi/pulumi";
import { mapValues } from "./map-values";
import { nameAt, type Place, placesOf } from "./regions";
import type { ServiceKey } from "./service-key";
import type { Settings } from "./settings";
import type { UsagePlans } from "./usage-plan";

type ServiceKeys = Readonly<Record<string, ServiceKey>>;

/** What the stack exports: ids, ARNs and names of what it made, and as secrets the values of the keys. */
export function outputsOf(settings: Settings, usagePlans: UsagePlans, keys: ServiceKeys) {
  const [home, ...others] = placesOf(settings);
  const [firstKey, ...otherKeys] = Object.values(keys);
  const onlyKey = otherKeys.length === 0 ? firstKey : undefined;
  const madeAt = (place: Place) => ({
    usagePlanIds: mapValues(settings.usagePlans, (_, name) => usagePlans[nameAt(name, place)]!.id),
    secretArns: present(mapValues(keys, ({ secretArns }) => secretArns.find((it) => isSame(it.place, place))?.arn)),
  });
  return {
    // Left out with several keys: the CLI warns of an undefined output on every run.
    ...(onlyKey && { apiKeyId: onlyKey.apiKeyId, apiKeyValue: pulumi.secret(onlyKey.apiKeyValue) }),
    apiKeyIds: mapValues(keys, (key) => key.apiKeyId),
    apiKeyValues: pulumi.secret(mapValues(keys, (key) => key.apiKeyValue)),
    ...madeAt(home),
    parameterNames: present(mapValues(keys, (key) => key.parameterName)),
    regions: Object.fromEntries(others.map((place) => [place.region!, madeAt(place)])),
  };
}

function isSame(one: Place, other: Place): boolean {
  return one.region === other.region;
}

/** The entries that have a value. */
function present<T>(map: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, T] => entry[1] !== undefined));
}
