import { resolve } from "node:path";

/** What Node needs to load the TypeScript files of this project, whatever folder it runs in. */
export const loadTypeScript = ["--require", resolve(__dirname, "..", "src", "sdk", "load-typescript.cjs")];
