import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import type { Aws } from "../aws";
import { found, ignoreMissing, type Kind } from "../kind";
import { kept } from "../difference";
import { arn, flag, json } from "./inputs";

const inputs = z.strictObject({
  secretArn: arn,
  policy: json,
  blockPublicPolicy: flag.optional(),
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
    await policyOf(aws, given.secretArn);
    return given.secretArn;
  },
  // A policy that was deleted by hand reads as an empty one, so it is updated, not created again.
  async read(aws, id, { blockPublicPolicy, policy }) {
    const it = await policyOf(aws, id);
    return it && { id, outputs: { secretArn: id, policy: kept(policy, it.ResourcePolicy ?? ""), blockPublicPolicy } };
  },
  update: (aws, _, { inputs: given }) => put(aws, given),
  async delete(aws, SecretId) {
    await ignoreMissing(aws.secretsManager.send(new DeleteResourcePolicyCommand({ SecretId })));
    await policyOf(aws, SecretId);
  },
};

function policyOf({ secretsManager }: Aws, SecretId: string) {
  return found(secretsManager.send(new GetResourcePolicyCommand({ SecretId })));
}

async function put({ secretsManager }: Aws, { secretArn, policy, blockPublicPolicy }: Inputs): Promise<void> {
  await secretsManager.send(
    new PutResourcePolicyCommand({
      SecretId: secretArn,
      ResourcePolicy: policy,
      BlockPublicPolicy: blockPublicPolicy,
    }),
  );
}
