import { randomBytes } from "node:crypto";
import { ApiGateway, type ApiKey } from "./api-gateway";
import { HOME } from "./aws";
import { Calls, type KeyView, type Observation } from "./calls";
import type { ParameterStore } from "./parameter-store";
import { SecretsManager } from "./secrets-manager";

/** What an account has in one Region. */
interface Store {
  readonly apiGateway: ApiGateway;
  readonly secretsManager: SecretsManager;
  readonly parameterStore: ParameterStore;
}

/** A value that consumers can read, or could once. */
interface Published {
  readonly id: string;
  readonly kind: "Parameter" | "SecretVersion";
  readonly service: string;
  readonly value: string;
  readonly current: boolean;
}

/** The account in memory of the stand-in provider. */
export class Cloud {
  /** The value of every key that ever existed, none of which may be found in clear anywhere. */
  readonly values: string[] = [];
  readonly calls = new Calls(() => this.observe());
  private readonly stores = new Map<string, Store>();

  /** What the account has in a Region. */
  in(region = HOME): Store {
    const store = this.stores.get(region) ?? {
      apiGateway: new ApiGateway(this.values),
      secretsManager: new SecretsManager(region),
      parameterStore: new Map(),
    };
    this.stores.set(region, store);
    return store;
  }

  /** What consumers can see now. */
  observe(): Observation {
    const delivered = this.everywhere((store, region) =>
      publishedIn(store).flatMap(({ service, current }) => (current ? [service + suffix(region)] : [])),
    );
    return { keys: this.view(), delivered: [...new Set(delivered)].sort() };
  }

  /** All keys, sorted by service, generation and Region, keys of one name by age, without their values. */
  view(): KeyView[] {
    const views = this.everywhere((store, region) => {
      const published = publishedIn(store);
      return [...store.apiGateway.keys.values()].map((key): KeyView => {
        const { service, generation } = ownerOf(key);
        const holding = published.filter((it) => it.service === service && it.value === key.value);
        return {
          ...{ service, generation, ...abroad(region) },
          enabled: key.enabled,
          plans: store.apiGateway.links
            .filter(({ keyId }) => keyId === key.id)
            .map(({ planId }) => store.apiGateway.plan(planId).name)
            .sort(),
          published: holding.some(({ current }) => current),
          handedOut: holding.length > 0,
        };
      });
    });
    const order = ({ service, generation, region = "" }: KeyView) => `${service}\0${generation}\0${region}`;
    return views.sort((a, b) => Number(order(a) > order(b)) - Number(order(a) < order(b)));
  }

  /** The value of one generation's key, for comparing only. */
  valueOf(service: string, generation: string, region?: string): string | undefined {
    return this.keysOf(service, generation, region)[0]?.value;
  }

  /** Enables or disables a key without Pulumi's knowledge, as somebody might do in the console. */
  drift(service: string, generation: string, enabled: boolean, region?: string): void {
    for (const { id } of this.keysOf(service, generation, region))
      this.in(region).apiGateway.updateKey(id, { enabled });
  }

  /** The value that consumers of a service find in its secret. */
  published(service: string, region?: string): string | undefined {
    const ofSecrets = publishedIn(this.in(region)).filter(({ kind, current }) => kind === "SecretVersion" && current);
    return ofSecrets.find((it) => it.service === service)?.value;
  }

  /** The whole cloud without values: the same for two equal runs, except for names and ids. */
  describe() {
    const parameters = this.everywhere(({ parameterStore }, region) =>
      [...parameterStore.values()].map(({ values, ...it }) => ({
        ...it,
        version: values.length,
        ...abroad(region),
      })),
    );
    return {
      keys: this.view(),
      plans: this.everywhere(({ apiGateway }, region) =>
        [...apiGateway.plans.values()].map((plan) => ({ ...plan, ...abroad(region) })),
      ).sort((a, b) => (a.name < b.name ? -1 : 1)),
      secrets: this.everywhere(({ secretsManager }, region) =>
        [...secretsManager.secrets.values()].map(({ versions, ...secret }) => ({
          ...secret,
          ...abroad(region),
          stages: [...versions.values()].map(({ stages }) => stages),
        })),
      ),
      ...(parameters.length > 0 && { parameters }),
    };
  }

  /** The names of all resources except links, by id, to find those that Pulumi does not know. */
  inventory(): Record<string, string> {
    const entries = this.everywhere(({ apiGateway, secretsManager, parameterStore }, region) => {
      const named = (kind: string, name: string) => `${kind} ${name}${suffix(region)}`;
      const keys = [...apiGateway.keys.values()].map((key) => {
        const { service, generation } = ownerOf(key);
        return [key.id, named("ApiKey", `${service}-${generation}`)] as const;
      });
      const secrets = [...secretsManager.secrets.values()];
      const published = publishedIn({ apiGateway, secretsManager, parameterStore });
      return [
        ...keys,
        ...[...apiGateway.plans.values()].map(({ id, name }) => [id, `UsagePlan ${name}`] as const),
        ...secrets.map((secret) => [secret.arn, named("Secret", ownerOf(secret).service)] as const),
        ...published.map(({ id, kind, service }) => [id, named(kind, service)] as const),
      ];
    });
    return Object.fromEntries(entries);
  }

  copy() {
    return structuredClone(
      [...this.stores].map(([region, { apiGateway, secretsManager, parameterStore }]) => ({
        region,
        keys: [...apiGateway.keys],
        plans: [...apiGateway.plans],
        links: apiGateway.links,
        secrets: [...secretsManager.secrets],
        parameters: [...parameterStore],
      })),
    );
  }

  restore(copy: ReturnType<Cloud["copy"]>): void {
    this.stores.clear();
    for (const { region, keys, plans, links, secrets, parameters } of structuredClone(copy)) {
      const { apiGateway, secretsManager, parameterStore } = this.in(region);
      refill(apiGateway.keys, keys);
      refill(apiGateway.plans, plans);
      apiGateway.links.push(...links);
      refill(secretsManager.secrets, secrets);
      refill(parameterStore, parameters);
    }
  }

  /**
   * Puts copies of what a service has in its place, one for each name, with new ids and the same values. Returns, for each
   * name, the new ids of its API keys by the old ones; in every other text the name alone takes the service's place.
   */
  multiply(service: string, names: readonly string[]): Record<string, string>[] {
    const stores = [...this.stores.values()].map((store) => ({ store, ...takeFrom(store, service) }));
    return names.map((name) => {
      const renamed = <T>(of: T) => renamedIn(of, service, name);
      const ids: Record<string, string> = {};
      for (const { store, keys, links, secrets } of stores) {
        for (const key of keys) {
          ids[key.id] = randomBytes(5).toString("hex");
          store.apiGateway.keys.set(ids[key.id]!, { ...renamed(key), id: ids[key.id]! });
        }
        store.apiGateway.links.push(...links.map(({ planId, keyId }) => ({ planId, keyId: ids[keyId]! })));
        for (const secret of secrets.map(renamed)) store.secretsManager.secrets.set(secret.arn, secret);
      }
      return ids;
    });
  }

  private everywhere<T>(look: (store: Store, region: string) => readonly T[]): T[] {
    return [...this.stores].flatMap(([region, store]) => look(store, region));
  }

  private keysOf(service: string, generation: string, region?: string): ApiKey[] {
    return [...this.in(region).apiGateway.keys.values()].filter((key) => {
      const owner = ownerOf(key);
      return owner.service === service && owner.generation === generation;
    });
  }
}

/** Takes a service's keys, with their links, and secrets out of a store. */
function takeFrom({ apiGateway, secretsManager }: Store, service: string) {
  const isOwn = (resource: Tagged) => ownerOf(resource).service === service;
  const keys = [...apiGateway.keys.values()].filter(isOwn);
  const links = apiGateway.links.filter(({ keyId }) => keys.some(({ id }) => id === keyId));
  const secrets = [...secretsManager.secrets.values()].filter(isOwn);
  // Takes the links too.
  for (const { id } of keys) apiGateway.deleteKey(id);
  for (const { arn } of secrets) secretsManager.secrets.delete(arn);
  return { keys, links, secrets };
}

/** A copy of a resource of a service, with another name in every text that names the service. */
function renamedIn<T>(resource: T, service: string, name: string): T {
  const texts = Object.entries(structuredClone(resource) as Record<string, unknown>).map(([field, given]) => {
    if (typeof given === "string") return [field, rename(given, service, name)];
    return [field, field === "tags" ? { ...(given as object), "service-keys:key": name } : given];
  });
  return Object.fromEntries(texts) as T;
}

/** A text in which another name takes the place of a service's, where that stands alone or between hyphens. */
export function rename(text: string, service: string, name: string): string {
  return text.replace(new RegExp(`(?<=[:" -])${service}(?=[", -]|$)`, "g"), name);
}

interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
}

/** The key, and its generation, that a resource belongs to. */
function ownerOf({ tags }: Tagged): { service: string; generation: string } {
  return { service: tags["service-keys:key"] ?? "", generation: tags["service-keys:generation"] ?? "" };
}

/** All versions of the secrets that are not deleted, and of the parameters. */
function publishedIn({ secretsManager, parameterStore }: Store): Published[] {
  const secrets = [...secretsManager.secrets.values()].filter(({ deleted }) => !deleted);
  const versions = secrets.flatMap((secret) =>
    [...secret.versions].map(([id, { value, stages }]) => ({
      ...{ id: `${secret.arn}|${id}`, kind: "SecretVersion" as const, ...ownerOf(secret) },
      ...{ value, current: stages.includes("AWSCURRENT") },
    })),
  );
  const parameters = [...parameterStore.values()].flatMap((parameter) =>
    parameter.values.map((value, index, all) => ({
      ...{ id: parameter.Name, kind: "Parameter" as const, ...ownerOf(parameter) },
      ...{ value, current: index === all.length - 1 },
    })),
  );
  return [...versions, ...parameters];
}

function abroad(region: string): { readonly region?: string } {
  return region === HOME ? {} : { region };
}

function suffix(region: string): string {
  return region === HOME ? "" : `@${region}`;
}

function refill<T>(map: Map<string, T>, entries: readonly (readonly [string, T])[]): void {
  for (const [id, item] of entries) map.set(id, item);
}
