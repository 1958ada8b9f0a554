import { join } from "node:path";
import { STACK } from "./program";

/** What Node needs to load the TypeScript files of this project, whatever folder it runs in. */
export const loadTypeScript = ["--require", join(STACK, "src", "sdk", "load-typescript.cjs")];
