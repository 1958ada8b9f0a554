// Writes as Markdown what is due in a stack, and what is held back and why: node rotation-summary.mjs due.json [usage.json]
import { readFileSync } from "node:fs";

const [due, usage] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const text = [
  ...(due.due.length === 0 ? [`Nothing is due in ${due.stack} on ${due.on}.`] : steps(due)),
  ...(due.held.length === 0 ? [] : held(due)),
  ...(usage
    ? requests(usage)
    : ["", "No role for usage is set up, so this run cannot tell who still uses which generation: see docs/ci.md."]),
  "",
  "Each step needs its own deployment. After this is merged and deployed, the next run proposes the next steps. The next run also",
  "overwrites this branch, with all changes made to it.",
].join("\n");

console.log(text);

function steps({ stack, on, due: list }) {
  const row = ({ key, step, generation, since, on: day }) => [
    code(key),
    code(step),
    code(generation),
    since ?? "",
    day,
  ];
  return [
    `Due in ${stack} on ${on}:`,
    "",
    ...table(["key", "step", "generation", "in its state since", "due on"], list.map(row)),
  ];
}

function held({ held: list }) {
  const row = ({ key, step, generation, because }) => [code(key), code(step), code(generation), because];
  return ["", "Held back:", "", ...table(["key", "step", "generation", "because"], list.map(row))];
}

/** Requests of the keys of which something is due or held back. */
function requests({ from, to, generations }) {
  const keys = new Set([...due.due, ...due.held].map(({ key }) => key));
  const rows = generations
    .filter(({ key }) => keys.has(key))
    .map((it) => [
      code(it.key),
      code(it.generation),
      it.state,
      ...[it.today, it.last7, it.total].map((count) => count ?? "not counted"),
      it.lastUsed ?? "never",
    ]);
  if (rows.length === 0) return [];
  const headings = ["key", "generation", "state", "today", "last 7 days", "in all", "last used"];
  return ["", `Requests from ${from} to ${to}, as API Gateway counted them:`, "", ...table(headings, rows)];
}

/** GitHub takes 65,536 characters in a pull request. */
function table(headings, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replace(/[|<>\n]/g, " ")).join(" | ")} |`;
  const more = rows.length > 150 ? ["", `And ${rows.length - 150} more.`] : [];
  return [line(headings), line(headings.map(() => "---")), ...rows.slice(0, 150).map(line), ...more];
}

function code(name) {
  return `\`${name}\``;
}
