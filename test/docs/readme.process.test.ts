import { rotate } from "../../tools/rotate/rotate";
import { commandsOf } from "../kit/documented";
import { exampleFiles } from "../kit/example-files";
import { commitNext, repositoryWith } from "../kit/repository";

test("README.md rotates a key by steps that are legal one after the other", () => {
  const folder = repositoryWith(["2026-11-25", exampleFiles()]);
  const rotation = commandsOf("README.md")
    .filter(({ part }) => part === "Rotate")
    .map(({ command }) => command);
  for (const command of rotation) {
    if (command.startsWith("git ")) commitNext(folder, {});
    else expect([command, rotate(command.split(" ").slice(4), folder).exitCode]).toEqual([command, 0]);
  }
});
