/** Where the commands learn what was deployed: from `pulumi stack export`, which decrypts nothing. */
import { spawnSync } from "node:child_process";
import { text as textOfStream } from "node:stream/consumers";
import { type LastDeployment, readResources, resourcesInExport } from "../src/last-deployment";
import { asJson, readNamedFile, UsageError } from "./command";

/** The stack whose last deployment is asked for, and where the answer is. */
export interface DeployedQuestion extends DeployedSources {
  readonly folder: string;
  readonly stack: string;
  readonly project: string;
  /** A file with the export, `-` for standard input; without it the Pulumi CLI is asked. */
  readonly from?: string;
}

/** Where what was deployed may come from, besides a file. */
export interface DeployedSources {
  /** Asks the Pulumi CLI. */
  readonly exportStack: ExportStack;
  /** What is on standard input, if the call names it. Empty by default. */
  readonly input?: string;
}

/** The sources of a call from a terminal or a script. Standard input is read only if the call names it. */
export async function deployedSources(args: readonly string[]): Promise<DeployedSources> {
  const isNamed = args.includes("-") || args.includes("--deployed=-");
  return { exportStack: exportWithPulumi, input: isNamed ? await textOfStream(process.stdin) : "" };
}

/** Exports a stack of a project folder. @throws {DeployedUnknown} if that is not possible. */
export type ExportStack = (stack: string, folder: string) => string;

/** There is no Pulumi CLI, or it does not know the stack. */
export class DeployedUnknown extends UsageError {
  /** @param because why, as a clause. */
  constructor(because: string) {
    super(`what was deployed is not known: ${because}; --deployed FILE gives it from a file`);
  }
}

/** The option that gives the export in place of the Pulumi CLI. */
export const DEPLOYED_OPTION = [
  "--deployed <FILE>",
  "what `pulumi stack export` printed, - for standard input; without it that command is run",
] as const;

/**
 * Reads what the last deployment of a stack left.
 *
 * @throws {DeployedUnknown} if the Pulumi CLI cannot tell.
 * @throws {UsageError} if the file cannot be read, is no export, or is that of another stack.
 */
export function readDeployed({ folder, stack, project, from, ...sources }: DeployedQuestion): LastDeployment {
  const { exportStack, input = "" } = sources;
  const text = from === undefined ? exportStack(stack, folder) : givenText(from, folder, input);
  const source = nameOf(from);
  const resources = resourcesInExport(asJson(text));
  if (resources === undefined) {
    throw new UsageError(`${source} is no export of a stack; write one: pulumi stack export --stack ${stack}`);
  }
  for (const urn of Object.keys(resources)) {
    const [itsStack, itsProject] = urn.replace(/^urn:pulumi:/, "").split("::");
    if (itsStack === stack && itsProject === project) continue;
    throw new UsageError(
      `${source} is the export of stack ${itsStack} of project ${itsProject}, not of stack ${stack} of project ${project}; take one of pulumi stack export --stack ${stack}`,
    );
  }
  return readResources(resources);
}

/** Runs `pulumi stack export`. @throws {DeployedUnknown} */
export function exportWithPulumi(stack: string, folder: string): string {
  const { error, status, stdout, stderr } = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    maxBuffer: Infinity,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (error !== undefined) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new DeployedUnknown(isMissing ? NO_CLI : `the Pulumi CLI cannot be run: ${error.message}`);
  }
  if (status === 0) return stdout;
  const [says = "nothing"] = stderr.split("\n").filter((line) => line.trim() !== "");
  throw new DeployedUnknown(`pulumi stack export says: ${says.replace(/^error: /, "")}`);
}

const NO_CLI = "there is no Pulumi CLI on PATH";

function givenText(from: string, folder: string, input: string): string {
  return from === "-" ? input : readNamedFile(folder, from);
}

function nameOf(from: string | undefined): string {
  if (from === undefined) return "what pulumi stack export printed";
  return from === "-" ? "standard input" : from;
}
