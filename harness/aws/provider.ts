import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Aws, type Regions, describe, UpdateFailed } from "./aws";
import { checked, seenTags, settingsOf } from "./check";
import { type Kind, type Props, DEFAULTS, marked, nameIn, props, struct, UNKNOWN, withoutDefaults } from "./kind";
import { usagePlan, usagePlanKey } from "./kinds/usage-plan";
import type { Calls } from "./calls";
import { difference, isSame } from "./difference";
import { apiKey } from "./kinds/api-key";
import { parameter } from "./kinds/parameter";
import { secret } from "./kinds/secret";
import { secretPolicy } from "./kinds/secret-policy";
import { secretVersion } from "./kinds/secret-version";

const kinds: Readonly<Record<string, Kind>> = {
  "aws:apigateway/apiKey:ApiKey": apiKey,
  "aws:apigateway/usagePlan:UsagePlan": usagePlan,
  "aws:apigateway/usagePlanKey:UsagePlanKey": usagePlanKey,
  "aws:secretsmanager/secret:Secret": secret,
  "aws:secretsmanager/secretVersion:SecretVersion": secretVersion,
  "aws:secretsmanager/secretPolicy:SecretPolicy": secretPolicy,
  "aws:ssm/parameter:Parameter": parameter,
};

/** An id to import from another Region: `ID@us-east-1`. */
const IN_REGION = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d{1,2})$/;

/**
 * What the engine asks of the provider, on the AWS of each Region.
 *
 * @param home the Region where the stack file names none.
 */
export function providerOf(regions: Regions, calls: Calls, home?: string) {
  let settings = settingsOf(new Map(), home);
  const at = (urn: string, { region }: Props) =>
    calls.through(regions((region as string | undefined) ?? settings.region), nameIn(urn));

  /** A resource as AWS has it now. What AWS does not return is taken from the state. */
  const look = async (kind: Kind, aws: Aws, id: string, state: Props) => {
    const found = await kind.read(aws, id, state);
    if (!found) return undefined;
    const outputs = { id: found.id, region: aws.region, ...seenTags(settings, found.outputs, state) };
    return { id: found.id, outputs: outputs as Props };
  };

  return {
    configure(this: void, request: pb.ConfigureRequest): pb.ConfigureResponse {
      const variables = [...request.getVariablesMap().toArray()] as [string, string][];
      settings = settingsOf(new Map(variables), home);
      return new pb.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
    },

    check: (request: pb.CheckRequest) => checked(kindOf(request.getUrn()), request, settings),

    async create(this: void, request: pb.CreateRequest): Promise<pb.CreateResponse> {
      const kind = kindOf(request.getUrn());
      const inputs = withoutDefaults(props(request.getProperties()));
      if (request.getPreview()) {
        const unknown = Object.fromEntries(["id", ...kind.computed].map((name) => [name, UNKNOWN]));
        return new pb.CreateResponse().setProperties(struct({ ...unknown, ...inputs }));
      }
      const aws = at(request.getUrn(), inputs);
      const id = await kind.create(aws, inputs as never);
      const made = await look(kind, aws, id, inputs);
      if (!made) throw new Error(`${request.getUrn()} is gone right after its creation`);
      return new pb.CreateResponse().setId(made.id).setProperties(struct(marked(kind, made.outputs)));
    },

    async read(this: void, request: pb.ReadRequest): Promise<pb.ReadResponse> {
      const kind = kindOf(request.getUrn());
      const [state, old] = [props(request.getProperties()), props(request.getInputs())];
      const [, id = request.getId(), region = state.region] = IN_REGION.exec(request.getId()) ?? [];
      const found = await look(kind, at(request.getUrn(), { region }), id, state);
      if (!found) return new pb.ReadResponse();
      // An output that the program never set is not an input, except in an import.
      const names = Object.keys(kind.inputs.shape).filter((name) => Object.keys(old).length === 0 || name in old);
      const inputs = names.flatMap((name) => {
        const value = found.outputs[name];
        if (value === undefined) return [];
        // A policy that means the same is no drift, in whatever form the program has it.
        return [[name, name === "policy" && isSame(name, old[name], value) ? old[name] : value]];
      });
      const defaults = old[DEFAULTS] ?? [];
      return new pb.ReadResponse()
        .setId(found.id)
        .setProperties(struct(marked(kind, found.outputs)))
        .setInputs(struct({ ...marked(kind, Object.fromEntries(inputs) as Props), [DEFAULTS]: defaults }));
    },

    async update(this: void, request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
      const kind = kindOf(request.getUrn());
      const [state, inputs] = [props(request.getOlds()), withoutDefaults(props(request.getNews()))];
      const planned = { ...state, ...inputs };
      if (request.getPreview()) return new pb.UpdateResponse().setProperties(struct(planned));
      const aws = at(request.getUrn(), state);
      const change = { state, inputs: inputs as never, names: difference(kind, state, inputs) };
      try {
        await kind.update(aws, request.getId(), change);
      } catch (error) {
        if (!calls.keepsPlanned) throw error;
        throw new UpdateFailed(describe(error), request.getId(), struct(marked(kind, planned)));
      }
      const changed = await look(kind, aws, request.getId(), inputs);
      return new pb.UpdateResponse().setProperties(struct(marked(kind, changed?.outputs ?? {})));
    },

    async delete(this: void, request: pb.DeleteRequest): Promise<Empty> {
      const kind = kindOf(request.getUrn());
      const state = props(request.getProperties());
      await kind.delete(at(request.getUrn(), state), request.getId(), state);
      return new Empty();
    },
  };
}

/** Decides whether a change of inputs is an update in place or a replacement. */
export function diff(request: pb.DiffRequest): pb.DiffResponse {
  const kind = kindOf(request.getUrn());
  const [state, news] = [props(request.getOlds()), props(request.getNews())];
  const changed = difference(kind, state, news);
  const replaces = changed.filter((name) => kind.replacedBy.includes(name));
  const { DIFF_NONE, DIFF_SOME } = pb.DiffResponse.DiffChanges;
  const isAutonamed = Array.isArray(news[DEFAULTS]) && news[DEFAULTS].includes("name");
  return (
    new pb.DiffResponse()
      .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
      .setDiffsList(changed)
      .setReplacesList(replaces)
      // Pulumi's Terraform bridge asks for this if the user chose the name, as the new resource could collide with the old one.
      .setDeletebeforereplace(replaces.length > 0 && kind.named && !isAutonamed)
  );
}

function kindOf(urn: string): Kind {
  const type = urn.split("::")[2]!.split("$").at(-1)!;
  const kind = kinds[type];
  if (!kind) throw new Error(`the stand-in provider has no ${type}`);
  return kind;
}
