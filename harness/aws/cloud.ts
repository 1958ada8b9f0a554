import { ApiGateway } from "./api-gateway";
import { Calls } from "./calls";
import { SecretsManager } from "./secrets-manager";
import type { KeyView, Observation } from "./observation";

/** The account in memory of the stand-in provider. */
export class Cloud {
  readonly apiGateway = new ApiGateway();
  readonly secretsManager = new SecretsManager();
  readonly calls = new Calls(() => this.observe());

  /** The value of every key that ever existed, none of which may be found in clear anywhere. */
  get values(): string[] {
    return this.apiGateway.values;
  }

  /** What consumers can see now. */
  observe(): Observation {
    const current = this.versions().filter(({ stages }) => stages.includes("AWSCURRENT"));
    return { keys: this.view(), delivered: [...new Set(current.map(({ service }) => service))].sort() };
  }

  /** All keys, sorted by service and generation, keys of one name by age, without their values. */
  view(): KeyView[] {
    const versions = this.versions();
    const views = [...this.apiGateway.keys.values()].map((key) => {
      const service = key.tags["service-key"] ?? "";
      const holding = versions.filter((version) => version.service === service && version.value === key.value);
      return {
        service,
        generation: key.tags.generation ?? "",
        enabled: key.enabled,
        plans: this.apiGateway.links
          .filter(({ keyId }) => keyId === key.id)
          .map(({ planId }) => this.apiGateway.plan(planId).name)
          .sort(),
        published: holding.some(({ stages }) => stages.includes("AWSCURRENT")),
        handedOut: holding.length > 0,
      };
    });
    const order = ({ service, generation }: KeyView) => `${service}\0${generation}`;
    return views.sort((a, b) => Number(order(a) > order(b)) - Number(order(a) < order(b)));
  }

  /** The value of one generation's key, for comparing only. */
  valueOf(service: string, generation: string): string | undefined {
    const keys = [...this.apiGateway.keys.values()];
    return keys.find(({ tags }) => tags["service-key"] === service && tags.generation === generation)?.value;
  }

  /** Enables or disables a key without Pulumi's knowledge, as somebody might do in the console. */
  drift(service: string, generation: string, enabled: boolean): void {
    for (const key of this.apiGateway.keys.values()) {
      if (key.tags["service-key"] === service && key.tags.generation === generation) {
        this.apiGateway.updateKey(key.id, { enabled });
      }
    }
  }

  /** The value that consumers of a service find under a label such as AWSCURRENT. */
  published(service: string, stage: string): string | undefined {
    const secrets = [...this.secretsManager.secrets.values()];
    const secret = secrets.find(({ tags, deleted }) => tags["service-key"] === service && !deleted);
    return secret && this.secretsManager.valueAt(secret.arn, stage);
  }

  /** The whole cloud without values: the same for two equal runs, except for names and ids. */
  describe() {
    return {
      keys: this.view(),
      plans: [...this.apiGateway.plans.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      secrets: [...this.secretsManager.secrets.values()].map(({ versions, ...secret }) => ({
        ...secret,
        stages: [...versions.values()].map(({ stages }) => stages),
      })),
    };
  }

  /** The names of all resources except links, by id, to find those that Pulumi does not know. */
  inventory(): Record<string, string> {
    return Object.fromEntries([
      ...[...this.apiGateway.keys.values()].map((key) => [
        key.id,
        `ApiKey ${key.tags["service-key"]}-${key.tags.generation}`,
      ]),
      ...[...this.apiGateway.plans.values()].map((plan) => [plan.id, `UsagePlan ${plan.name}`]),
      ...[...this.secretsManager.secrets.values()].map((secret) => [
        secret.arn,
        `Secret ${secret.tags["service-key"]}`,
      ]),
      ...this.versions().map(({ id, service }) => [id, `SecretVersion ${service}`]),
    ]) as Record<string, string>;
  }

  copy() {
    return structuredClone({
      keys: [...this.apiGateway.keys],
      plans: [...this.apiGateway.plans],
      links: this.apiGateway.links,
      secrets: [...this.secretsManager.secrets],
    });
  }

  restore(copy: ReturnType<Cloud["copy"]>): void {
    const { keys, plans, links, secrets } = structuredClone(copy);
    refill(this.apiGateway.keys, keys);
    refill(this.apiGateway.plans, plans);
    this.apiGateway.links.splice(0, this.apiGateway.links.length, ...links);
    refill(this.secretsManager.secrets, secrets);
  }

  /** All versions of the secrets that are not deleted. */
  private versions() {
    const secrets = [...this.secretsManager.secrets.values()].filter(({ deleted }) => !deleted);
    return secrets.flatMap(({ arn, tags, versions }) =>
      [...versions].map(([id, version]) => ({ ...version, id: `${arn}|${id}`, service: tags["service-key"] ?? "" })),
    );
  }
}

function refill<T>(map: Map<string, T>, entries: readonly (readonly [string, T])[]): void {
  map.clear();
  for (const [id, item] of entries) map.set(id, item);
}
