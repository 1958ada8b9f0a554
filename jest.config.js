// Tests are transpiled only (isolatedModules in tsconfig.json); `npm run types` checks their types.
const transpiled = { preset: "ts-jest", testEnvironment: "node" };

module.exports = {
  projects: [
    { ...transpiled, displayName: "unit", testMatch: ["<rootDir>/test/*.test.ts"] },
    {
      ...transpiled,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/*.test.ts"],
      globalSetup: "<rootDir>/test/engine/set-up.ts",
      globalTeardown: "<rootDir>/test/engine/tear-down.ts",
    },
  ],
  // Runs the CLI, which takes seconds; no unit test comes near.
  testTimeout: 300_000,
};
