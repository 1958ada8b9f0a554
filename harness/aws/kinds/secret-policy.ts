import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import type { Aws } from "../aws";
import { found, gone, type Kind } from "../kind";

const inputs = z.strictObject({
  secretArn: z.string(),
  policy: z.string(),
  blockPublicPolicy: z.boolean().optional(),
  region: z.string().optional(),
});

type Inputs = z.output<typeof inputs>;

export const secretPolicy: Kind<Inputs> = {
  inputs,
  replacedBy: ["secretArn", "region"],
  computed: ["region"],
  named: false,
  async create(aws, given) {
    await put(aws, given);
    return given.secretArn;
  },
  // A policy that was deleted by hand reads as an empty one: it is written again in place, not made anew.
  async read({ secretsManager }, id, { blockPublicPolicy }) {
    const it = await found(secretsManager.send(new GetResourcePolicyCommand({ SecretId: id })));
    return it && { id, outputs: { secretArn: id, policy: it.ResourcePolicy ?? "", blockPublicPolicy } };
  },
  update: (aws, _, { inputs: given }) => put(aws, given),
  delete: ({ secretsManager }, SecretId) => gone(secretsManager.send(new DeleteResourcePolicyCommand({ SecretId }))),
};

async function put({ secretsManager }: Aws, { secretArn, policy, blockPublicPolicy }: Inputs): Promise<void> {
  await secretsManager.send(
    new PutResourcePolicyCommand({
      SecretId: secretArn,
      ResourcePolicy: policy,
      BlockPublicPolicy: blockPublicPolicy,
    }),
  );
}
