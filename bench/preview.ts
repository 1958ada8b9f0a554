import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { StandIn } from "../harness/stand-in";
import { CliProject, hasCli } from "../harness/cli-project";
import { devConfig, STACK } from "../harness/program";
import { medians } from "./rounds";
import type { Row } from "./table";

/**
 * How long a whole `pulumi preview` of one key takes: against the official template's style, against a program that does
 * nothing (the floor) and, where `python3` has the packages, against the smallest Python program. Nothing where there is no
 * Pulumi CLI.
 */
export async function measurePreview(rounds: number): Promise<Row[]> {
  if (!hasCli()) {
    console.error("no pulumi on PATH: the whole preview is not measured");
    return [];
  }
  const aws = await StandIn.start();
  const projects = {
    ours: CliProject.create(STACK, devConfig(), aws.port),
    template: CliProject.create(join(__dirname, "template"), {}, aws.port),
    floor: CliProject.create(join(__dirname, "floor"), {}, aws.port),
    ...(hasPython() && { python: CliProject.create(join(__dirname, "python"), {}, aws.port) }),
  };
  const previews = Object.entries(projects).map(
    ([name, project]) => [name, () => Promise.resolve(project.preview())] as const,
  );
  const took = await medians(rounds, Object.fromEntries(previews)).finally(async () => {
    for (const project of Object.values(projects)) project.remove();
    await aws.stop();
  });

  const names = { template: "the template", floor: "the floor", python: "Python" };
  const row = (what: "CPU" | "wall", against: keyof typeof names, goal?: number): Row => ({
    what: `pulumi preview, one key, ${what}: against ${names[against]}`,
    ours: took.ours![what],
    against: took[against]![what],
    unit: "s",
    goal,
  });
  return [
    row("CPU", "template", 0.2),
    row("wall", "template"),
    row("CPU", "floor", 1.35),
    ...(took.python ? [row("CPU", "python"), row("wall", "python", 1)] : []),
  ];
}

function hasPython(): boolean {
  const found =
    spawnSync("pulumi-language-python", ["-h"]).error === undefined &&
    spawnSync("python3", ["-c", "import pulumi, pulumi_aws"]).status === 0;
  if (!found) console.error("no Python with pulumi and pulumi_aws, or no pulumi-language-python: left out");
  return found;
}
