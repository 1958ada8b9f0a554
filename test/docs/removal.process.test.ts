import { commandsOf } from "../kit/documented";
import { rolesWith } from "../kit/iam/template";
import { runScript } from "../kit/run-step";
import { jobs } from "../kit/workflow-files";

const commands = commandsOf("docs/removal.md").map(({ command }) => command);

test("docs/removal.md takes away what docs/ci.md has made for a stack", () => {
  const script = commands.filter((command) => /^(aws cloudformation|for) /.test(command)).join("\n");
  const { code, calls } = runScript(script, { standIns: { gh: "", aws: "" } });
  const environments = Object.values(jobs).flatMap(({ environment }) => {
    const name = typeof environment === "string" ? environment : (environment?.name ?? "");
    return name.includes("${{ matrix.stack }}") ? [name.replace("${{ matrix.stack }}", "prod")] : [];
  });
  expect([code, calls[0], calls.slice(1).sort()]).toEqual([
    0,
    "aws cloudformation delete-stack --stack-name ai-service-keys-prod-roles",
    environments.map((name) => `gh api --silent --method DELETE repos/{owner}/{repo}/environments/${name}`).sort(),
  ]);
  expect(rolesWith({ Owner: "a", Repository: "b", Project: "p", Stack: "s", Region: "r" }).others).toEqual([
    "IdentityProvider",
  ]);
});
