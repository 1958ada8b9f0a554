import { DescribeSecretCommand, GetResourcePolicyCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { everythingOf } from "../kit/aws/account";
import { succeed } from "../kit/engine/command";
import { own, project, READER, target } from "../kit/aws/target";
import { Engine } from "../kit/engine/engine";

let engine: Engine;
let kmsKeyId: string | undefined;
const client = new SecretsManagerClient();
// Of an account of one's own nobody but the root is known, and no key is made: one could not be deleted at once.
const readers = own === undefined ? ["arn:aws:iam::000000000000:role/consumer", READER] : [READER];
beforeAll(async () => {
  engine = await Engine.start("delivery", target);
  if (own === undefined) {
    const made = engine.shell("aws kms create-key --query KeyMetadata.Arn --output text");
    kmsKeyId = (await succeed(made)).trim();
  }
});
afterAll(() => engine.stop());

test("readers, KMS key and recovery window are those of the stack file, as AWS's API returns them", async () => {
  const published = { keys: { one: { readers } }, deletionProtection: false };
  engine.configure({ ...published, secretsManager: { kmsKeyId, recoveryWindowInDays: 7 } });
  await succeed(engine.up());
  const { one: SecretId } = await engine.output("secretArns");
  expect((await client.send(new DescribeSecretCommand({ SecretId }))).KmsKeyId).toBe(kmsKeyId);
  const { ResourcePolicy = "" } = await client.send(new GetResourcePolicyCommand({ SecretId }));
  expect(JSON.parse(ResourcePolicy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Readers",
        Effect: "Allow",
        Principal: { AWS: readers },
        Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
        Resource: "*",
      },
    ],
  });

  engine.configure({ deletionProtection: false, keys: { one: {} } });
  await succeed(engine.up());
  const { secrets } = await everythingOf(project);
  const { DeletedDate } = secrets.find(({ ARN }) => ARN === SecretId)!;
  const days = (DeletedDate!.getTime() - Date.now()) / (24 * 3600 * 1000);
  expect(Math.round(days)).toBe(7);
  await succeed(engine.destroy());
});
