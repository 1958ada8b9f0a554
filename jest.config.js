// Tests are transpiled only (isolatedModules in tsconfig.json); `npm run types` checks their types.
const transpiled = {
  preset: "ts-jest",
  testEnvironment: "node",
  setupFilesAfterEnv: ["<rootDir>/test/kit/after-each-file.cjs"],
};

// What libraries load for uses that no test has (Lambda code, the Automation API, other languages), in every test file anew.
const unused = {
  "/closure/(serializeClosure|codePaths)$": "<rootDir>/test/kit/nothing.ts",
  "^\\./automation$": "<rootDir>/test/kit/nothing.ts",
  "/locales/index\\.cjs$": "<rootDir>/test/kit/nothing.ts",
};

module.exports = {
  projects: [
    {
      ...transpiled,
      displayName: "unit",
      testMatch: ["<rootDir>/test/!(engine|aws)/**/!(*.process).test.ts"],
      moduleNameMapper: unused,
    },
    {
      ...transpiled,
      displayName: "process",
      testMatch: ["<rootDir>/test/!(engine|aws)/**/*.process.test.ts"],
      moduleNameMapper: unused,
    },
    {
      ...transpiled,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/*.test.ts"],
      globalSetup: "<rootDir>/test/kit/engine/set-up.ts",
      globalTeardown: "<rootDir>/test/kit/engine/tear-down.ts",
    },
    {
      ...transpiled,
      displayName: "aws",
      testMatch: ["<rootDir>/test/aws/*.test.ts"],
      globalSetup: "<rootDir>/test/kit/aws/set-up.ts",
      globalTeardown: "<rootDir>/test/kit/aws/tear-down.ts",
    },
  ],
  testSequencer: "<rootDir>/test/kit/order.cjs",
  // Jest leaves one core free, which on two is half of them.
  maxWorkers: "100%",
  // Runs the CLI, which takes seconds; no unit test comes near.
  testTimeout: 300_000,
};
