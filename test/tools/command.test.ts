import { answerOf, npmCommand, parseCall } from "../../tools/command";
import { hasColour } from "../../tools/terminal";

const command = () =>
  npmCommand("one", "STACK [options]", "Does one thing.").argument("<STACK>").option("--all", "all");

test("the words and options of a call may stand in any order", () => {
  const parsed = parseCall(command(), ["--all", "dev"]);
  expect([parsed.args, parsed.opts()]).toEqual([["dev"], { all: true }]);
});

test("an error that is none of usage is thrown on", () => {
  const bug = new Error("a bug");
  const call = () => {
    throw bug;
  };
  expect(() => answerOf(call)).toThrow(bug);
});

describe("colour", () => {
  test.each<[NodeJS.ProcessEnv, boolean, boolean]>([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: "" }, true, true],
    [{ NO_COLOR: "1" }, true, false],
    [{ FORCE_COLOR: "1" }, false, true],
    [{ FORCE_COLOR: "" }, false, true],
    [{ FORCE_COLOR: "0" }, true, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  ])("of %j, on a terminal: %p, is %p", (env, isTerminal, expected) => {
    expect(hasColour(env, isTerminal)).toBe(expected);
  });
});
