import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../example-files";

/** A document for users, by its sections. */
export interface Document {
  /** Titles of all sections with commands, the document's own too. */
  readonly titles: readonly string[];
  /** The commands of each section, from its `sh` blocks, one a line. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** The rows of its table of symptoms: what one sees, and the title of the section to go to. */
  readonly symptoms: readonly (readonly [seen: string, title: string])[];
}

/** Reads a document in `docs/`. */
export function readDocument(name: string): Document {
  const text = readFileSync(join(project, "docs", name), "utf8");
  const sections = text.split(/^#+ /m).slice(1);
  const commands = sections.map((section) => {
    const blocks = [...section.matchAll(/^```sh\n(.*?)^```$/gms)];
    return [titleOf(section), blocks.flatMap(([, block = ""]) => block.trimEnd().split("\n"))] as const;
  });
  return {
    titles: commands.filter(([, lines]) => lines.length > 0).map(([title]) => title),
    commands: Object.fromEntries(commands),
    symptoms: [...text.matchAll(/^\| (.*?) +\| \[(.*)\]\(#(.*)\) +\|$/gm)].map(([, seen = "", title = "", anchor]) => {
      if (anchor !== title.toLowerCase().replaceAll(" ", "-")) throw new Error(`${anchor} leads not to ${title}`);
      return [seen, title];
    }),
  };
}

function titleOf(section: string): string {
  return section.slice(0, section.indexOf("\n"));
}
