import * as pulumi from "@pulumi/pulumi";
import { createGeneration, type Generation } from "./generation";
import { publishSecret } from "./key-secret";
import type { Wanted } from "./last-deployment";
import { mapValues } from "./map-values";
import { isPublished } from "./rotation";
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
    const { enabled, generations } = args.key;
    const { deletionProtection, secretsManager } = args.stack;
    const wanted: Wanted = { enabled, deletionProtection, generations: mapValues(generations, ({ state }) => state) };
    // As an input it makes the engine forget the outputs of a key whose deployment wants something else, until they are
    // registered again. So a deployment that broke off is known by the missing output.
    super(TYPE, name, { wanted }, opts);
    const create = (id: string, dependsOn?: pulumi.Resource) =>
      createGeneration(name, id, args, { parent: this, dependsOn });

    const current = create(currentId(args.key));
    const secret = secretsManager && publishSecret(name, current, secretsManager, args, { parent: this });

    // What was current goes into grace or is switched off only after its successor works and is published. A key that is
    // switched off as a whole waits for nothing.
    const published = enabled ? (secret?.version ?? current.attached) : undefined;
    const others = Object.keys(generations).flatMap((id) => {
      const { state } = generations[id]!;
      return isPublished(state) ? [] : [create(id, state === "staged" ? undefined : published)];
    });

    this.apiKeyId = onceAttached(current.apiKey.id, current);
    this.apiKeyValue = onceAttached(current.apiKey.value, current);
    this.secretArn = secret?.arn;
    // Known only once every resource of the key is as wanted.
    const finished = pulumi.all([current, ...others].map(({ attached }) => attached.id).concat(secret?.ids ?? []));
    this.registerOutputs({ deployed: finished.apply(() => wanted) });
  }
}

/** A value that is known only once callers can use the generation. */
function onceAttached<T>(value: pulumi.Output<T>, { attached }: Generation): pulumi.Output<T> {
  return attached.id.apply(() => value);
}

// Part of the URN of every child: a change would replace every key.
const TYPE = "ai-service-keys:index:ServiceKey";

// It would keep `wanted` from the engine, and a deployment that broke off would look finished.
delete process.env.PULUMI_NODEJS_SKIP_COMPONENT_INPUTS;
