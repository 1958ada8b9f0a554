import { init } from "../../../tools/init/init";
import { filesOf } from "../../kit/workflow-folder";
import { folderWith } from "../../kit/stack-folder";

const SCHEMA = "# yaml-language-server: $schema=stack.schema.json\n";

/** What `init qa --from prod` answers, and the file that it writes. */
function copyOf(text: string) {
  const folder = folderWith({ "Pulumi.yaml": "name: acme\n", "Pulumi.prod.yaml": text });
  const { exitCode, stderr } = init(["qa", "--from", "prod"], folder);
  return { exitCode, stderr, copy: filesOf(folder)["Pulumi.qa.yaml"] };
}

test.each<[string, string, string]>([
  [
    "what is in AWS for one stack alone, with the comments on it",
    `# Ours.
config:
  aws:region: eu-central-1 # Frankfurt
  keys:
    # The help centre.
    search:
      usagePlan: standard # interactive
      # Until March.
      generations:
        "1": grace # old
        # The new one:
        "2":
          state: current
          import: k1

      # A name that people know.
      secretName: keys/search
    batch:
      generations: { "1": current }
    # Nobody yet.
    web: { secretName: keys/web, usagePlan: standard, generations: { a: current } }
    mail: { generations: { a: current } }

  usagePlans:
    standard:
      import: p1
      throttle: { rateLimit: 1.5, burstLimit: 20 }
  secretsManager: {}
secretsprovider: awskms://alias/a
encryptedkey: AQ==
`,
    `# Ours.
config:
  aws:region: eu-central-1 # Frankfurt
  keys:
    # The help centre.
    search:
      usagePlan: standard # interactive

    batch:
    # Nobody yet.
    web: { usagePlan: standard }
    mail: {}

  usagePlans:
    standard:
      throttle: { rateLimit: 1.5, burstLimit: 20 }
  secretsManager: {}
`,
  ],
  [
    "a salt, and an encrypted entry",
    "encryptionsalt: v1:a\nconfig:\n  acme:keys:\n    a:\n      generations:\n        b: current\n  aws:secretKey:\n    secure: x\n",
    "config:\n  acme:keys:\n    a:\n",
  ],
  [
    "an encrypted entry under its old name",
    "config:\n  aws:config:token:\n    secure: x\n  keys:\n    a:",
    "config:\n  keys:\n    a:",
  ],
  [
    "braces over several lines",
    "config:\n  keys:\n    a:\n      generations: {\n        b: current\n      }\n",
    "config:\n  keys:\n    a:\n",
  ],
  ["a file of nothing but a salt", "encryptionsalt: v1:a\n", ""],
  ["nothing of an empty file", "", ""],
])("a copy leaves out %s", (_, text, copy) => {
  expect(copyOf(text)).toEqual({ exitCode: 0, stderr: undefined, copy: SCHEMA + copy });
});

test("a copy has the line for editors once", () => {
  expect(copyOf(`${SCHEMA}config: {}\n`).copy).toBe(`${SCHEMA}config: {}\n`);
});

test.each([["keys as JSON text", `config:\n  keys: '{"a":{"generations":{"2":"current"}}}'\n`]])(
  "%s cannot be copied, and nothing is written",
  (_, text) => {
    expect(copyOf(text)).toEqual({
      exitCode: 2,
      stderr:
        "Pulumi.prod.yaml is written in a form that cannot be copied here; write Pulumi.qa.yaml by hand, and run the command again",
      copy: undefined,
    });
  },
);
