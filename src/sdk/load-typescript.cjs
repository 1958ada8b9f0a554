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
  sourceMaps: true,
};

// Stack traces name the lines of the TypeScript files, and only theirs: Pulumi makes stack traces as it starts, and reading the
// maps of its own files takes a tenth of a second.
const maps = new Map();
install({
  overrideRetrieveSourceMap: true,
  retrieveSourceMap: (url) => (maps.has(url) ? { url, map: maps.get(url) } : null),
});
addHook(
  (source, filename) => {
    const { code, map } = transformSync(source, { ...options, filename });
    maps.set(filename, map);
    return code;
  },
  { exts: [".ts"] },
);
