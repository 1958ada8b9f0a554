import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testStackFiles } from "../kit/stack-file-cases";

for (const name of readdirSync(__dirname)) if (name.endsWith(".txt")) testStackFiles(join(__dirname, name));
