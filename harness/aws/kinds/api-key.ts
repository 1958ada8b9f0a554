import {
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  GetApiKeyCommand,
  UpdateApiKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { z } from "zod";
import type { Aws } from "../aws";
import { found, ignoreMissing, type Kind } from "../kind";
import { flag, retag, tagInputs } from "./inputs";

const inputs = z.strictObject({
  name: z.string().max(255),
  description: z.string().optional(),
  enabled: flag.optional(),
  customerId: z.string().optional(),
  region: z.string().optional(),
  ...tagInputs,
  value: z.string().min(20).max(128).optional(),
});

export const apiKey: Kind<z.output<typeof inputs>> = {
  inputs,
  defaults: { description: "Managed by Pulumi", enabled: true },
  replacedBy: ["value", "region"],
  computed: ["arn", "createdDate", "lastUpdatedDate", "region", "tagsAll", "value"],
  sensitive: ["value"],
  named: true,
  async create({ apiGateway }, { name, description, enabled, customerId, tagsAll, value }) {
    const { id } = await apiGateway.send(
      new CreateApiKeyCommand({ name, description, enabled, customerId, tags: tagsAll, value }),
    );
    return id!;
  },
  async read(aws, id) {
    const key = await found(aws.apiGateway.send(new GetApiKeyCommand({ apiKey: id, includeValue: true })));
    if (!key) return undefined;
    const { name, description, enabled, customerId, tags = {}, value, createdDate, lastUpdatedDate } = key;
    const given = { name, description, enabled, customerId, tagsAll: tags };
    return { id, outputs: { ...given, value, createdDate, lastUpdatedDate, arn: arnOf(aws, id) } };
  },
  async update(aws, id, change) {
    await retag(aws, arnOf(aws, id), change);
    const patchOperations = (["name", "description", "enabled", "customerId"] as const)
      .filter((name) => change.names.includes(name))
      .map((name) => ({ op: "replace" as const, path: `/${name}`, value: String(change.inputs[name] ?? "") }));
    if (patchOperations.length > 0) {
      await aws.apiGateway.send(new UpdateApiKeyCommand({ apiKey: id, patchOperations }));
    }
  },
  delete: ({ apiGateway }, id) => ignoreMissing(apiGateway.send(new DeleteApiKeyCommand({ apiKey: id }))),
};

function arnOf({ region }: Aws, id: string): string {
  return `arn:aws:apigateway:${region}::/apikeys/${id}`;
}
