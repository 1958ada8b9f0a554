import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The day on which the pictures are taken. */
export const TODAY = "2026-11-28";

const PLAN = `
  usagePlans:
    standard:
      throttle:
        rateLimit: 50
        burstLimit: 100
      apiStages:
        - apiId: a1b2c3d4e5
          stage: prod
`;

/** One key with a reader, in the middle of a rotation. */
export const DEV = `config:
  aws:region: eu-central-1
  keys:
    search:
      description: Semantic search of the help centre
      usagePlan: standard
      generations: { "1": grace, "2": current }
      readers:
        - arn:aws:iam::111122223333:role/search-api
  secretsManager: {}${PLAN}`;

/** Three keys with a calendar. */
const prod = (generations: string) => `config:
  aws:region: eu-central-1
  rotation:
    everyDays: 120
  keys:
    assistant:
      usagePlan: standard
      rotation: { everyDays: 90 }
    batch:
      usagePlan: standard
    search:
      usagePlan: standard
      generations: ${generations}${PLAN}`;

/** The versions of prod's stack file, by the day of their commits. */
const HISTORY: Readonly<Record<string, string>> = {
  "2026-08-10": prod('{ "1": current }'),
  "2026-11-19": prod('{ "1": current, "2": staged }'),
  "2026-11-20": prod('{ "1": grace, "2": current }'),
};

/** Makes a project with that history in a temporary folder. Its commit ids are the same each time. */
export function exampleProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "pictures-"));
  const git = (day: string, ...args: readonly string[]) => {
    const date = `${day}T12:00:00Z`;
    // Without the user's git settings, such as signatures.
    const settings = { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" };
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], {
      cwd: folder,
      env: { ...process.env, ...settings, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
  };
  writeFileSync(join(folder, "Pulumi.yaml"), "name: ai-service-keys\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), DEV);
  git(TODAY, "init", "--quiet");
  for (const [day, text] of Object.entries(HISTORY)) {
    writeFileSync(join(folder, "Pulumi.prod.yaml"), text);
    git(day, "add", "--all");
    git(day, "commit", "--quiet", "--message", day);
  }
  return folder;
}
