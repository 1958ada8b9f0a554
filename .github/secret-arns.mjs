// Prints the Region and the ARN of each secret among the outputs of a stack: pulumi stack output --json | node secret-arns.mjs
import { readFileSync } from "node:fs";

// Both are missing before the first deployment.
const { secretArns = {}, regions = {} } = JSON.parse(readFileSync(0, "utf8"));
const maps = [secretArns, ...Object.values(regions).map((region) => region.secretArns)];
for (const arn of maps.flatMap((arns) => Object.values(arns))) console.log(arn.split(":")[3], arn);
