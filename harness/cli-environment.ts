import { join } from "node:path";

/**
 * What the Pulumi CLI is run with: `backend` and `home` in this folder, the passphrase, and nothing of the user's own.
 *
 * @param port of a stand-in for the AWS provider; without one no provider is used.
 */
export function cliEnvironment(folder: string, stack: string | undefined, port?: number): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    PULUMI_HOME: join(folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(folder, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: "correct horse battery staple",
    PULUMI_DEBUG_PROVIDERS: port === undefined ? undefined : `aws:${port}`,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_STACK: stack,
  };
}
