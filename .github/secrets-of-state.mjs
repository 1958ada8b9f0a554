// Prints the ARNs of the secrets in an exported state, one on each line: pulumi stack export | node secrets-of-state.mjs
import { readFileSync } from "node:fs";

const { deployment } = JSON.parse(readFileSync(0, "utf8"));
// A resource with `delete` was replaced already, and only its deletion is left.
const secrets = (deployment.resources ?? []).filter(
  (it) => it.type === "aws:secretsmanager/secret:Secret" && !it.delete,
);
for (const { id } of secrets) console.log(id);
