import { answerOf, npmCommand, parseCall, refuseCall, UsageError } from "../../tools/command";
import { hasColour } from "../../tools/paint";

const command = () =>
  npmCommand("one", "STACK [options]", "Does one thing.").argument("<STACK>").option("--all", "all");
const call = "the call is: npm run one -- STACK [options], and --help tells more";

describe("the arguments of a command", () => {
  test("are its words and options, in any order", () => {
    const parsed = parseCall(command(), ["--all", "dev"]);
    expect([parsed.args, parsed.opts()]).toEqual([["dev"], { all: true }]);
  });

  test("with --help are answered on standard output with the call and what it does", () => {
    const stdout = `Usage: npm run one -- STACK [options]

Does one thing.

Options:
  --all   all
  --help  shows this`;
    expect(answerOf(() => ({ exitCode: 0, stdout: parseCall(command(), ["dev", "--help"]).name() }))).toEqual({
      exitCode: 0,
      stdout,
    });
  });

  test.each<[string, string[], string]>([
    ["an unknown option", ["dev", "--al"], "unknown option '--al' (Did you mean --all?)"],
    ["a missing word", [], "missing required argument 'STACK'"],
    ["a word too many", ["dev", "prod"], "too many arguments. Expected 1 argument but got 2"],
  ])("with %s are refused with the call", (_, args, problem) => {
    expect(() => parseCall(command(), args)).toThrow(new UsageError(`${problem}; ${call}`));
  });
});

describe("an error", () => {
  test("of usage is answered with its sentence and exit code 2", () => {
    expect(answerOf(() => refuseCall(command(), "no such day"))).toEqual({
      exitCode: 2,
      stderr: `no such day; ${call}`,
    });
  });

  test("of any other kind is thrown on", () => {
    const bug = new Error("a bug");
    expect(() =>
      answerOf(() => {
        throw bug;
      }),
    ).toThrow(bug);
  });
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
