import { join } from "node:path";
import { parse } from "yaml";
import { guard } from "../../src/guard";
import type { DeployedKey, DeployedPlan, DeployedStage, LastDeployment } from "../../src/last-deployment";
import { deployedKey } from "../kit/deployed-key";
import { linesOf, settingsOf, type TestConfig } from "../kit/read-config";
import { testWrittenCases, wholeCase } from "../kit/written-cases";

const DEPLOYED = "deployed: ";

// Of each case: `deployed:` begins what was deployed, as in `deployedKey` after the name of the key; `deployed: plan NAME ID
// ID@REGION opens API/STAGE opens API/STAGE@REGION` a plan, `deployed: Region NAME` the stack's. Indented below it is the file. Then what the guard says of it.
testWrittenCases(join(__dirname, "guard.txt"), (text) => {
  const [title = "", ...lines] = text.split("\n");
  const deployed = lines.flatMap((line) => (line.startsWith(DEPLOYED) ? [line.slice(DEPLOYED.length)] : []));
  const file = lines.filter((line) => line.startsWith("  "));
  const play = () => {
    const { faults, warnings } = guard(lastOf(deployed), settingsOf(parse(file.join("\n")) as TestConfig), "prod");
    const said = [...linesOf(faults), ...warnings.map((warning) => `warning: ${warning}`)];
    return [
      title,
      ...deployed.map((line) => DEPLOYED + line),
      ...file,
      ...(said.length > 0 ? said : ["accepted"]),
    ].join("\n");
  };
  return wholeCase(text, play);
});

function lastOf(lines: readonly string[]): LastDeployment {
  const keys: Record<string, DeployedKey> = {};
  const usagePlans: Record<string, DeployedPlan> = {};
  let region: string | undefined;
  for (const line of lines) {
    const [first = "", name = "", ...ids] = line.split(" ");
    if (first === "Region") region = name;
    else if (first === "plan") usagePlans[name] = planOf(ids);
    else keys[first.replace(/,$/, "")] = deployedKey(line.slice(first.length + 1));
  }
  return { keys, usagePlans, region };
}

function planOf(words: readonly string[]): DeployedPlan {
  const [ids = "", ...opened] = words.join(" ").split(" opens ");
  const [id, there] = ids.split(" ").filter(Boolean);
  const [copyId, region] = there?.split("@") ?? [];
  const apiStages = opened.map((each): DeployedStage => {
    const [stage = "", of] = each.split("@");
    const [apiId = "", name = ""] = stage.split("/");
    return { apiId, stage: name, ...(of !== undefined && { region: of }) };
  });
  return { id, ...(region !== undefined && { copies: { [region]: copyId } }), apiStages };
}
