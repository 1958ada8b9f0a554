import type { Engine } from "./engine";

/** What somebody does to the stack's resources in AWS, past Pulumi. */
export type ByHand = (engine: Engine) => Promise<unknown>;

/** What can be done to one generation of a key, such as `one-1`. */
export function toGeneration(name: string): Readonly<Record<string, ByHand>> {
  const key = (engine: Engine) => idOf(engine, "apiKey:ApiKey", name);
  return {
    [`${name} is switched off`]: async (engine) =>
      aws(engine, "apigateway update-api-key", {
        "api-key": await key(engine),
        "patch-operations": "op=replace,path=/enabled,value=false",
      }),
    [`${name} is taken out of its plan`]: async (engine) => {
      const plans = await aws(engine, "apigateway get-usage-plans", { "key-id": await key(engine) });
      for (const { id } of (JSON.parse(plans) as { items: { id: string }[] }).items) {
        const link = { "usage-plan-id": id, "key-id": await key(engine) };
        await aws(engine, "apigateway delete-usage-plan-key", link);
      }
    },
    [`${name} is deleted`]: async (engine) =>
      aws(engine, "apigateway delete-api-key", { "api-key": await key(engine) }),
  };
}

/** What can be done to a plan: AWS deletes none that has a stage. */
export function toPlan(name: string, stages: readonly string[]): Readonly<Record<string, ByHand>> {
  return {
    [`plan ${name} is deleted`]: async (engine) => {
      const plan = { "usage-plan-id": await idOf(engine, "usagePlan:UsagePlan", name) };
      for (const stage of stages) {
        const patch = { "patch-operations": `op=remove,path=/apiStages,value=${stage}` };
        await aws(engine, "apigateway update-usage-plan", { ...plan, ...patch });
      }
      await aws(engine, "apigateway delete-usage-plan", plan);
    },
  };
}

/** What can be done to the secret of a key that has readers. */
export function toSecret(name: string): Readonly<Record<string, ByHand>> {
  const secret = async (engine: Engine) => ({ "secret-id": await idOf(engine, "secret:Secret", name) });
  return {
    "the secret is scheduled for deletion": async (engine) =>
      aws(engine, "secretsmanager delete-secret", { ...(await secret(engine)), "recovery-window-in-days": "7" }),
    "the secret is deleted for good": async (engine) =>
      aws(engine, "secretsmanager delete-secret", await secret(engine), "--force-delete-without-recovery"),
    "the secret's policy is deleted": async (engine) =>
      aws(engine, "secretsmanager delete-resource-policy", await secret(engine)),
    "another value is put": async (engine) =>
      aws(engine, "secretsmanager put-secret-value", { ...(await secret(engine)), "secret-string": "put by hand" }),
    "the label is moved back": async (engine) => {
      const listed = await aws(engine, "secretsmanager list-secret-version-ids", await secret(engine));
      const { Versions } = JSON.parse(listed) as { Versions: { VersionId: string; VersionStages: string[] }[] };
      const at = (stage: string) => Versions.find(({ VersionStages }) => VersionStages.includes(stage))!.VersionId;
      await aws(engine, "secretsmanager update-secret-version-stage", {
        ...(await secret(engine)),
        "version-stage": "AWSCURRENT",
        "remove-from-version-id": at("AWSCURRENT"),
        "move-to-version-id": at("AWSPREVIOUS"),
      });
    },
  };
}

/** Runs a command of the AWS CLI, and returns what it printed. */
async function aws(engine: Engine, command: string, options: Readonly<Record<string, string>>, ...flags: string[]) {
  const named = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { code, text } = await engine.aws.commandLine([...command.split(" "), ...named, ...flags]);
  if (code !== 0) throw new Error(text);
  return text;
}

async function idOf(engine: Engine, kind: string, name: string): Promise<string> {
  return (await engine.state()).find(({ urn }) => urn.endsWith(`${kind}::${name}`))!.id!;
}
