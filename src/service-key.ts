import * as pulumi from "@pulumi/pulumi";
import { createGeneration, type Generation } from "./generation";
import type { Wanted } from "./last-deployment";
import { mapValues } from "./map-values";
import { parameterName, publishParameter } from "./parameter";
import { type Place, placesOf } from "./regions";
import { isPublished } from "./rotation";
import { publishSecret } from "./secret";
import type { ServiceKeyArgs } from "./service-key-args";
import { currentId } from "./settings/generations";
import { hasParameter, hasSecret } from "./settings/stores";

/** The key of one service: one API Gateway key for each generation, linked to its usage plan. The current one is published. */
export class ServiceKey extends pulumi.ComponentResource {
  /** Id of the current generation's ApiKey in the stack's own Region, known once callers can use it in every Region. */
  readonly apiKeyId: pulumi.Output<string>;
  /** Value of the current generation, known once callers can use it. The engine makes it a secret; exports mark it again. */
  readonly apiKeyValue: pulumi.Output<string>;
  /** ARNs of the secrets that hold the current value, the stack's own Region first; none without such delivery. */
  readonly secretArns: readonly { readonly place: Place; readonly arn: pulumi.Output<string> }[];
  /** Name of the parameter that holds the current value, the same in every Region; undefined without such delivery. */
  readonly parameterName?: string;

  constructor(name: string, args: ServiceKeyArgs, opts?: pulumi.ComponentResourceOptions) {
    const wanted = wantedOf(args);
    // As an input it makes the engine forget the outputs of a key whose deployment wants something else, until they are
    // registered again. So a deployment that broke off is known by the missing output.
    super(TYPE, name, { wanted }, opts);
    const { enabled, generations, delivery } = args.key;
    const places = placesOf(args.stack);
    const create = (id: string, dependsOn?: readonly pulumi.Resource[]) =>
      createGeneration(name, id, args, { parent: this, dependsOn });

    // A consumer may fetch a value in one Region and call in another, so it is published only once it works in all that are on.
    const current = create(currentId(args.key));
    const publication = { value: current.apiKey.value, parent: this, after: whereOn(current) };
    const secrets = places.flatMap((place) =>
      hasSecret(delivery) ? [{ place, ...publishSecret(name, place, args, publication) }] : [],
    );
    const parameters = places.flatMap((place) =>
      hasParameter(delivery) ? [{ place, parameter: publishParameter(name, place, args, publication) }] : [],
    );

    // What was current goes into grace or is switched off only after its successor is published wherever it is on. A key that
    // is switched off as a whole waits for nothing.
    const versions = secrets.filter(({ place }) => place.isOn).map(({ version }) => version);
    const published = [...versions, ...parameters.filter(({ place }) => place.isOn).map(({ parameter }) => parameter)];
    const successor = published.length > 0 ? published : publication.after;
    const others = Object.keys(generations).flatMap((id) => {
      const { state } = generations[id]!;
      return isPublished(state) ? [] : [create(id, state === "staged" || !enabled ? undefined : successor)];
    });

    this.apiKeyId = onceAttached(current.apiKey.id, current);
    this.apiKeyValue = onceAttached(current.apiKey.value, current);
    this.secretArns = secrets.map(({ place, arn }) => ({ place, arn }));
    this.parameterName = parameters[0] && parameterName(name, args.key);
    // Known only once every resource of the key is as wanted.
    const all: pulumi.CustomResource[] = [
      ...[current, ...others].flatMap(({ attached }) => attached.map(({ resource }) => resource)),
      ...secrets.flatMap(({ resources }) => resources),
      ...parameters.map(({ parameter }) => parameter),
    ];
    this.registerOutputs({ deployed: pulumi.all(all.map(({ id }) => id)).apply(() => wanted) });
  }
}

/** What this deployment wants of the key, and the next one compares with. */
function wantedOf({ key, stack }: ServiceKeyArgs): Wanted {
  const regions = mapValues(stack.regions, ({ enabled }) => enabled);
  return {
    enabled: key.enabled,
    deletionProtection: stack.deletionProtection,
    generations: mapValues(key.generations, ({ state }) => state),
    ...(Object.keys(regions).length > 0 && { regions }),
  };
}

/** What callers need in the Regions that are on. */
function whereOn({ attached }: Generation): pulumi.CustomResource[] {
  return attached.filter(({ place }) => place.isOn).map(({ resource }) => resource);
}

/** A value that is known only once callers can use the generation. */
function onceAttached<T>(value: pulumi.Output<T>, generation: Generation): pulumi.Output<T> {
  return pulumi.all(whereOn(generation).map(({ id }) => id)).apply(() => value);
}

// Part of the URN of every child: a change would replace every key.
const TYPE = "ai-service-keys:index:ServiceKey";

// It would keep `wanted` from the engine, and a deployment that broke off would look finished.
delete process.env.PULUMI_NODEJS_SKIP_COMPONENT_INPUTS;
