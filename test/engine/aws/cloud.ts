import { ApiGateway } from "./api-gateway";
import { Calls } from "./calls";
import { SecretsManager } from "./secrets-manager";

/** What a consumer could find out about one generation of a key. */
export interface KeyView {
  readonly service: string;
  readonly generation: string;
  readonly enabled: boolean;
  /** Names of the plans that it is in. */
  readonly plans: readonly string[];
  /** True if AWSCURRENT of a secret holds its value. */
  readonly published: boolean;
}

/** The account that the stand-in provider works on. */
export class Cloud {
  readonly apiGateway = new ApiGateway();
  readonly secretsManager = new SecretsManager();
  readonly calls = new Calls(() => this.view());

  /** Every key value there ever was: what must be found nowhere in clear. */
  get values(): string[] {
    return this.apiGateway.values;
  }

  /** All keys, sorted by service and generation, without their values. */
  view(): KeyView[] {
    const secrets = [...this.secretsManager.secrets.values()].filter(({ deleted }) => !deleted);
    const views = [...this.apiGateway.keys.values()].map((key) => {
      return {
        service: key.tags["service-key"] ?? "",
        generation: key.tags.generation ?? "",
        enabled: key.enabled,
        plans: this.apiGateway.links
          .filter(({ keyId }) => keyId === key.id)
          .map(({ planId }) => this.apiGateway.plan(planId).name)
          .sort(),
        published: secrets.some(({ arn }) => this.secretsManager.valueAt(arn, "AWSCURRENT") === key.value),
      };
    });
    const order = ({ service, generation }: KeyView) => `${service}\0${generation}`;
    return views.sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  /** The value of one generation's key, for comparing only. */
  valueOf(service: string, generation: string): string | undefined {
    const keys = [...this.apiGateway.keys.values()];
    return keys.find(({ tags }) => tags["service-key"] === service && tags.generation === generation)?.value;
  }

  /** Switches a key behind Pulumi's back, as somebody does in the console. */
  drift(service: string, generation: string, enabled: boolean): void {
    for (const key of this.apiGateway.keys.values()) {
      if (key.tags["service-key"] === service && key.tags.generation === generation) key.enabled = enabled;
    }
  }

  /** The value that consumers of a service are given at a label such as AWSCURRENT. */
  published(service: string, stage: string): string | undefined {
    const secrets = [...this.secretsManager.secrets.values()];
    const secret = secrets.find(({ tags, deleted }) => tags["service-key"] === service && !deleted);
    return secret && this.secretsManager.valueAt(secret.arn, stage);
  }

  /** All there is, without values: what two runs must agree on, names and ids aside. */
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
}

function refill<T>(map: Map<string, T>, entries: readonly (readonly [string, T])[]): void {
  map.clear();
  for (const [id, item] of entries) map.set(id, item);
}
