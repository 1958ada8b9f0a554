import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // The template is kept as its readers would write it.
  { ignores: ["node_modules/", "coverage/", "bench/template/"] },
  {
    files: ["**/*.{js,cjs,mjs}"],
    ...js.configs.recommended,
    languageOptions: {
      globals: {
        afterAll: "readonly",
        console: "readonly",
        module: "writable",
        process: "readonly",
        require: "readonly",
      },
    },
  },
  {
    files: ["**/*.ts"],
    extends: [js.configs.recommended, tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-shadow": "error",
      eqeqeq: "error",
      // An underscore says: this one is left out on purpose.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            { name: "@pulumi/aws", message: "import the module, such as @pulumi/aws/apigateway: it loads faster" },
          ],
        },
      ],
    },
  },
  {
    // The program sees key values: nothing it holds may reach a terminal but through pulumi.log, which never gets one.
    files: ["index.ts", "src/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-properties": [
        "error",
        { object: "pulumi", property: "unsecret", message: "a key value stays secret" },
      ],
    },
  },
);
