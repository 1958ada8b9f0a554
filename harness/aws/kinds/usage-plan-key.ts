import {
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { z } from "zod";
import { found, ignoreMissing, type Kind } from "../kind";

const inputs = z.strictObject({
  keyId: z.string(),
  keyType: z.literal("API_KEY"),
  usagePlanId: z.string(),
  region: z.string().optional(),
});

export const usagePlanKey: Kind<z.output<typeof inputs>> = {
  inputs,
  replacedBy: ["keyId", "keyType", "usagePlanId", "region"],
  computed: ["name", "value", "region"],
  named: false,
  async create({ apiGateway }, { keyId, keyType, usagePlanId }) {
    const { id } = await apiGateway.send(new CreateUsagePlanKeyCommand({ keyId, keyType, usagePlanId }));
    return id!;
  },
  async read({ apiGateway }, id, state) {
    const [usagePlanId, keyId] = (id.includes("/") ? id.split("/") : [state.usagePlanId, state.keyId]) as string[];
    const link = await found(apiGateway.send(new GetUsagePlanKeyCommand({ usagePlanId, keyId })));
    if (!link) return undefined;
    // With the key's value in clear, as AWS returns it and the real provider passes it on.
    const { type: keyType, name, value } = link;
    return { id: keyId!, outputs: { keyId, keyType, usagePlanId, name, value } };
  },
  update: () => Promise.reject(new Error("a UsagePlanKey is never updated")),
  delete: ({ apiGateway }, _, { usagePlanId, keyId }) =>
    ignoreMissing(
      apiGateway.send(new DeleteUsagePlanKeyCommand({ usagePlanId: usagePlanId as string, keyId: keyId as string })),
    ),
};
