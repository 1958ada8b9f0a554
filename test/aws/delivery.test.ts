import {
  DescribeSecretCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { succeed } from "../kit/aws/succeed";
import { Engine } from "../kit/engine/engine";

let engine: Engine;
let kmsKeyId: string;
const client = new SecretsManagerClient();
const readers = ["arn:aws:iam::000000000000:role/consumer", "arn:aws:iam::000000000000:user/operator"];
beforeAll(async () => {
  engine = await Engine.start("delivery", { endpoint: process.env.AWS_ENDPOINT_URL });
  kmsKeyId = (await succeed(engine.shell("aws kms create-key --query KeyMetadata.Arn --output text"))).trim();
});
afterAll(() => engine.stop());

test("readers, KMS key and recovery window are those of the stack file, as AWS's API returns them", async () => {
  const published = { keys: { one: { readers } }, deletionProtection: false };
  engine.configure({ ...published, secretsManager: { kmsKeyId, recoveryWindowInDays: 7 } });
  await succeed(engine.up());
  const arns = await succeed(engine.run("stack", "output", "secretArns"));
  const { one: SecretId } = JSON.parse(arns) as { one: string };
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
  const { SecretList = [] } = await client.send(new ListSecretsCommand({ IncludePlannedDeletion: true }));
  const { DeletedDate } = SecretList.find(({ ARN }) => ARN === SecretId)!;
  const days = (DeletedDate!.getTime() - Date.now()) / (24 * 3600 * 1000);
  expect(Math.round(days)).toBe(7);
  await succeed(engine.destroy());
});
