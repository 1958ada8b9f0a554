// Lets Node load TypeScript. It drops the types without checking them, which `npm run types` does. `Pulumi.yaml` and the scripts
// of `package.json` give this file to Node as `--require`.
const { addHook } = require("pirates");
const { install } = require("source-map-support");
const { transformSync } = require("@swc/core");

const options = {
  // A `.swcrc` in this folder or above it would change the rest.
  swcrc: false,
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
  sourceMaps: "inline",
};

// Stack traces name the lines of the TypeScript files, whose compiled text is nowhere but in memory.
install({ hookRequire: true });
addHook((code, filename) => transformSync(code, { ...options, filename }).code, { exts: [".ts"] });
