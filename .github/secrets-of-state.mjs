// The ARNs of the secrets in an exported state, one a line: pulumi stack export | node secrets-of-state.mjs
import { readFileSync } from "node:fs";

const { deployment } = JSON.parse(readFileSync(0, "utf8"));
// What is still to be deleted has a successor already.
const secrets = (deployment.resources ?? []).filter(
  (it) => it.type === "aws:secretsmanager/secret:Secret" && !it.delete,
);
for (const { id } of secrets) console.log(id);
