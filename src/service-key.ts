import * as pulumi from "@pulumi/pulumi";
import { createGeneration, type Generation } from "./generation";
import { publishSecret } from "./key-secret";
import { mapValues } from "./map-values";
import { isEnabled, isPublished } from "./rotation";
import { currentId } from "./settings/generations";
import type { ServiceKeyArgs } from "./service-key-args";

/** The key of one service: one API Gateway key for each generation, linked to its usage plan. The current one is published. */
export class ServiceKey extends pulumi.ComponentResource {
  /** Id of the current generation's ApiKey, known once it is attached to its plan. */
  readonly apiKeyId: pulumi.Output<string>;
  /** Value of the current generation's ApiKey, known once it is attached to its plan. The engine makes it a secret; exports mark it again. */
  readonly apiKeyValue: pulumi.Output<string>;
  /** ARN of the secret that holds the current value; absent without `secretsManager`. */
  readonly secretArn?: pulumi.Output<string>;

  constructor(name: string, args: ServiceKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TYPE, name, {}, opts);
    const { generations } = args.key;
    const ids = Object.keys(generations);
    const create = (id: string, dependsOn?: pulumi.Resource) =>
      createGeneration(name, id, args, { parent: this, dependsOn });

    const current = create(currentId(args.key));
    const { secretsManager } = args.stack;
    const secret = secretsManager && publishSecret(name, current, secretsManager, args, { parent: this });

    // Switch off an old generation only after its successor works and is published.
    const published = secret?.version ?? current.attached;
    const others = ids.flatMap((id) => {
      const { state } = generations[id]!;
      return isPublished(state) ? [] : [create(id, isEnabled(state) ? undefined : published)];
    });

    this.apiKeyId = onceAttached(current.apiKey.id, current);
    this.apiKeyValue = onceAttached(current.apiKey.value, current);
    this.secretArn = secret?.arn;
    // What was deployed, for `rotate check --deployed`. Known only once every resource of the key exists, so never ahead of AWS.
    const deployed = pulumi.all([current, ...others].map(({ attached }) => attached.id).concat(secret?.ids ?? []));
    const states = deployed.apply(() => mapValues(generations, ({ state }) => state));
    // The value is left out, so the state holds no further copy of it.
    this.registerOutputs({ apiKeyId: this.apiKeyId, secretArn: this.secretArn, generations: states });
  }
}

/** A value that is known only once callers can use the generation. */
function onceAttached<T>(value: pulumi.Output<T>, { attached }: Generation): pulumi.Output<T> {
  return attached.id.apply(() => value);
}

// Part of the URN of every child: a change would replace every key.
const TYPE = "ai-service-keys:index:ServiceKey";
