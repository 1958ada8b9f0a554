import type { Settings } from "../../src/settings";
import type { ServiceKeySettings } from "../../src/settings/service-key";
import { spellings } from "../stack-file/entry";
import type { SoundStackFile } from "../stack-file/stack-file";
import { cutEntries, type Entry } from "./cut-entries";

const SCHEMA = "# yaml-language-server: $schema=stack.schema.json\n";

/** What `pulumi stack init` writes to a stack file: how the stack's secrets are encrypted. */
export const ENCRYPTION = ["secretsprovider", "encryptedkey", "encryptionsalt"];

/** The text of a stack file to start from: one key on one plan. */
export function newStackText(stack: string, region?: string): string {
  return `${SCHEMA}config:
  ${region === undefined ? "# The Region of the API and its keys:\n  # aws:region: eu-central-1" : `aws:region: ${region}`}

  keys:
    # Who gets a key, and on which plan:
    service:
      usagePlan: standard

  usagePlans:
    standard:
      throttle:
        rateLimit: 10 # requests per second, per key
        burstLimit: 20 # requests
      # The API stages the plan opens:
      # apiStages:
      #   - apiId: a1b2c3d4e5
      #     stage: ${stack}
`;
}

/**
 * The text of a stack file for another stack, without what belongs to this one alone: `generations`, `secretName`, `import`,
 * encrypted entries and their key. Comments stay, except those on what is left out.
 *
 * Unusual forms may come out wrong, so parse the result before you use it.
 */
export function copiedStackText({ project, text, secretEntries }: SoundStackFile): string {
  const inEach = (map: string, name: string): Entry[] =>
    spellings(project, map).map((spelling) => ({ in: ["config", spelling, "*"], name }));
  const copy = cutEntries(text, [
    ...ENCRYPTION.map((name) => ({ in: [], name })),
    ...secretEntries.flatMap((name) =>
      [name, name.replace(":", ":config:")].map((spelling) => ({ in: ["config"], name: spelling })),
    ),
    ...inEach("keys", "generations"),
    ...inEach("keys", "secretName"),
    ...inEach("usagePlans", "import"),
  ]);
  return /^# yaml-language-server:/m.test(copy) ? copy : SCHEMA + copy;
}

/** True if settings have something that belongs to one stack alone. */
export function haveOwn({ keys, usagePlans }: Settings): boolean {
  const isNew = ({ secretName, generations }: ServiceKeySettings) =>
    secretName === undefined && Object.keys(generations).join() === "1" && generations["1"]!.import === undefined;
  return !Object.values(keys).every(isNew) || Object.values(usagePlans).some((plan) => plan.import !== undefined);
}
