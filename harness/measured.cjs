// Loaded by Node before the program that is measured; plain JavaScript, so that it costs next to nothing.
const { readFileSync, writeSync } = require("node:fs");

// By a file, as an environment entry could not hold the configuration of thousands of keys.
process.env.PULUMI_CONFIG = readFileSync(process.env.BENCH_CONFIG, "utf8");

process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6 }));
});
