import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testTranscript } from "../kit/transcripts";

const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" });

// Those of check run git.
for (const file of files.filter((name) => name.endsWith(".txt") && !name.endsWith("check.txt"))) {
  testTranscript(join(__dirname, file));
}
