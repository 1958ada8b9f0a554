import { answerTo, hasColour, parseCall, refuseCall, UsageError } from "../../tools/command";

const ONE = {
  calls: ["npm run one -- STACK"],
  about: ["Does one thing."],
  options: { all: { type: "boolean" } },
} as const;
const TWO = { ...ONE, calls: ["npm run two -- STACK", "npm run two -- --all"] };

function answerOf(call: () => unknown) {
  try {
    return call();
  } catch (error) {
    return answerTo(error);
  }
}

describe("the arguments of a command", () => {
  test("are its options and words", () => {
    const { values, positionals } = parseCall(["dev", "--all"], ONE);
    expect({ values: { ...values }, positionals }).toEqual({ values: { all: true }, positionals: ["dev"] });
  });

  test("--help answers with the calls and what they do, whatever else is given", () => {
    const stdout = "the call is: npm run one -- STACK\n\nDoes one thing.";
    expect(answerOf(() => parseCall(["--help", "dev"], ONE))).toEqual({ exitCode: 0, stdout });
  });

  test("an unknown option is refused with the call", () => {
    const stderr = "Unknown option '--al'; the call is: npm run one -- STACK";
    expect(answerOf(() => parseCall(["--al"], ONE))).toEqual({ exitCode: 2, stderr });
  });

  test("a refused call names every form, a line each", () => {
    const stderr = "no stack is given; the calls are:\n  npm run two -- STACK\n  npm run two -- --all";
    expect(answerOf(() => refuseCall("no stack is given", TWO))).toEqual({ exitCode: 2, stderr });
  });
});

describe("an error", () => {
  test("of usage is its sentence, with exit code 2", () => {
    expect(answerTo(new UsageError("there is no such file"))).toEqual({ exitCode: 2, stderr: "there is no such file" });
  });

  test("of any other kind is thrown on", () => {
    const bug = new Error("a bug");
    expect(() => answerTo(bug)).toThrow(bug);
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
