import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testTranscript } from "../../kit/transcripts";

for (const file of readdirSync(__dirname).filter((name) => name.endsWith(".txt"))) {
  testTranscript(join(__dirname, file), "2026-11-25");
}
