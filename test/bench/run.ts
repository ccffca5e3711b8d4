/**
 * `npm run bench [subject...]`: what things cost, each subject in a process of its own, as ratios within one run. Without
 * a name: the pipeline alone. Prints; judges nothing.
 */
import {spawnSync} from "node:child_process";
import {readdirSync} from "node:fs";
import {fileURLToPath} from "node:url";

const folder = fileURLToPath(new URL("./subjects/", import.meta.url));
const subjects = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));
const [wanted, options] = [process.argv.slice(2).filter(isName), process.argv.slice(2).filter((text) => !isName(text))];
const unknown = wanted.filter((name) => name !== "all" && !subjects.includes(name));
if (unknown.length > 0) {
  console.error(`there is no bench ${unknown.join(", ")}; there are all, ${subjects.join(", ")}`);
  process.exit(2);
}

const chosen = wanted.includes("all") ? subjects : wanted.length > 0 ? wanted : ["pipeline"];
for (const subject of chosen) {
  console.log(`\n${subject}`);
  const child = spawnSync(process.execPath, ["--import", "tsx", `${folder}${subject}.ts`, ...options], {
    stdio: "inherit"
  });
  if (child.status !== 0) process.exitCode = 1;
}

/** Options look like `--rows=100000`. */
function isName(text: string): boolean {
  return !text.startsWith("--");
}
