/** Who may import whom. `npm run imports` prints the comment of each rule that is broken. */

/** Deep imports of Pulumi's SDK: anything but the package itself. */
const SDK_INTERNALS = "@pulumi/pulumi/(?!index\\.|package\\.json$)";

const rules = [
  {
    name: "no-circle",
    comment:
      "Files must not import each other in a circle, types included: move what both need into a file of its own.",
    from: {},
    to: { circular: true },
  },
  {
    name: "without-pulumi",
    comment:
      "src/settings, src/rotation, src/last-deployment and src/guard import nothing from Pulumi: tools and tests use them without an engine.",
    from: { path: "^src/(settings|rotation|last-deployment|guard)(/|\\.ts$)" },
    to: { path: "@pulumi/|^src/sdk/", reachable: true },
  },
  {
    name: "sdk-internals-in-src-sdk",
    comment:
      "Only src/sdk uses parts of Pulumi's SDK that are not its public interface: a release may move them, and src/sdk is tested for that.",
    from: { path: "^(index\\.ts$|src/)", pathNot: "^src/sdk/" },
    to: { path: SDK_INTERNALS },
  },
  {
    name: "program-stands-alone",
    comment: "The program (index.ts and src) imports nothing from tools, test, bench or harness.",
    from: { path: "^(index\\.ts$|src/)" },
    to: { path: "^(tools|test|bench|harness)/" },
  },
  {
    name: "tools-without-tests",
    comment: "Tools import nothing from test, bench or harness: they run where only production packages are installed.",
    from: { path: "^tools/" },
    to: { path: "^(test|bench|harness)/" },
  },
  {
    name: "commands-stand-alone",
    comment:
      "A command imports no other command's folder: what two commands need lives in tools/program, tools/stack-file or in a file directly in tools.",
    // A picture shows what commands print.
    from: { path: "^tools/([^/]+)", pathNot: "^tools/pictures\\.ts$" },
    to: { path: "^tools/", pathNot: "^tools/($1/|program/|stack-file/|[^/]+$)" },
  },
  {
    name: "harness-below-test-and-bench",
    comment: "harness imports nothing from test or bench: both of them import it.",
    from: { path: "^harness/" },
    to: { path: "^(test|bench)/" },
  },
  {
    name: "bench-without-test",
    comment: "bench imports nothing from test: what both need lives in harness.",
    from: { path: "^bench/" },
    to: { path: "^test/" },
  },
  {
    name: "test-without-bench",
    comment: "test imports nothing from bench: what both need lives in harness.",
    from: { path: "^test/" },
    to: { path: "^bench/" },
  },
];

module.exports = {
  forbidden: rules.map((rule) => ({ ...rule, severity: "error" })),
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^bench/template/" },
  },
};
