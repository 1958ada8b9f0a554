import { join } from "node:path";
import { parse } from "yaml";
import type { Service } from "../../harness/aws/aws";
import { answer } from "../../harness/aws/clients";
import { Cloud } from "../../harness/aws/cloud";
import { inOneLine, shortened, testWrittenCases, wholeCase, writtenOut } from "../kit/written-cases";

// The engine tests stand on this: what the AWS in memory does not refuse, they would not notice. Of each case: calls in their
// order, each `ACTION INPUT -> OUTCOME`. What a call makes is KIND1, KIND2 and so on, in the calls after it too. `<A*20>` is A 20
// times, # in it the number from 0. Only of reads the answer is shown.
testWrittenCases(join(__dirname, "memory.txt"), (text) => {
  const [title = "", ...lines] = text.split("\n");
  const calls = lines.map((line) => line.split(/ ->(?: |$)/)[0]!);
  return wholeCase(text, () => [title, ...outcomesOf(calls)].join("\n"));
});

function outcomesOf(calls: readonly string[]): string[] {
  const cloud = new Cloud();
  /** The id that AWS made up, by the name of the place. */
  const made = new Map<string, string>();
  const filledIn = (text: string) =>
    [...made].reduce(
      (filled, [place, id]) => filled.replaceAll(new RegExp(`\\b${place}\\b`, "g"), id),
      writtenOut(text),
    );
  const withPlaces = (text: string) => [...made].reduce((placed, [place, id]) => placed.replaceAll(id, place), text);
  return calls.map((call) => {
    const [action = "", ...words] = call.split(" ");
    try {
      const given = filledIn(words.join(" "));
      const answered = answer(cloud, serviceOf(action, given), action, (parse(given) ?? {}) as object);
      if (/^(Get|Describe|List)/.test(action)) return `${call} -> ${withPlaces(written(answered))}`;
      const [kind, id] = idIn(action, answered as Record<string, string>);
      if (id === undefined) return `${call} -> done`;
      const place = `${kind}${[...made.keys()].filter((name) => name.startsWith(kind)).length + 1}`;
      made.set(place, id);
      return `${call} -> ${place}`;
    } catch (error) {
      return `${call} -> ${withPlaces((error as Error).message)}`;
    }
  });
}

function serviceOf(action: string, input: string): Service {
  if (/Parameter|Tags(To|From|For)Resource/.test(action)) return "ssm";
  return /Secret/.test(action + input) ? "secretsManager" : "apiGateway";
}

/** What a call has made, as AWS names it. */
function idIn(action: string, made: Readonly<Record<string, string>>): [kind: string, id?: string] {
  switch (action) {
    case "CreateApiKey":
      return ["key", /^[a-z0-9]{10}$/.exec(made.id!)?.[0]];
    case "CreateUsagePlan":
      return ["plan", made.id];
    case "CreateSecret":
      return ["secret", /^arn:aws:secretsmanager:eu-central-1:111122223333:secret:\w+-\d{6}$/.exec(made.ARN!)?.[0]];
    case "PutSecretValue":
      return ["version", made.VersionId];
    default:
      return [""];
  }
}

function written(answered: object): string {
  const plain = JSON.parse(JSON.stringify(answered)) as object;
  return shortened(inOneLine(plain))
    .replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, "a-time")
    .replace(/\b[A-Za-z0-9]{40}\b/g, "a-value-of-40");
}

test("the value of every key that ever was is kept, as none may be found in clear anywhere", () => {
  const cloud = new Cloud();
  const { id, value } = cloud.in().apiGateway.createKey({ name: "a", enabled: true, tags: {} });
  cloud.in().apiGateway.deleteKey(id);
  cloud.in("us-east-1").apiGateway.createKey({ name: "b", enabled: true, tags: {}, value: "B".repeat(20) });
  expect(cloud.values).toEqual([value, "B".repeat(20)]);
});
