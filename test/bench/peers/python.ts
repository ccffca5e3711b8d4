/** Python peers: found where their packages are installed, run one thread at a time, and said aloud when missing. */
import {spawnSync} from "node:child_process";
import {fileURLToPath} from "node:url";

const CANDIDATES = ["python3", "/usr/bin/python3"];
const ONE_THREAD = {OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1", NUMBA_NUM_THREADS: "1"};

/** @returns seconds of processor time by peer; without those that could not be run */
export function pythonPeers(
  script: string,
  {packages, given}: {readonly packages: readonly string[]; readonly given: readonly string[]}
): ReadonlyMap<string, number> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const times = new Map<string, number>();
  for (const name of packages) {
    const python = CANDIDATES.find((candidate) => spawnSync(candidate, ["-c", `import ${name}`]).status === 0);
    if (python === undefined) {
      console.log(`NOT COMPARED: no python3 here has ${name}; Debian has it as python3-${name}`);
      continue;
    }
    const {stdout, stderr, status} = spawnSync(python, [path, ...given, name], {
      encoding: "utf8",
      env: {...process.env, ...ONE_THREAD}
    });
    const seconds = Number(stdout.trim().split(" ")[1]);
    if (status === 0 && Number.isFinite(seconds)) times.set(name, seconds);
    else console.log(`NOT COMPARED: ${name} failed: ${stderr.trim().split("\n").at(-1)}`);
  }
  return times;
}
