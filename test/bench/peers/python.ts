/** Python peers: found where their packages are installed, run one thread at a time, and said aloud when missing. */
import {spawnSync} from "node:child_process";
import {fileURLToPath} from "node:url";

const CANDIDATES = ["python3", "/usr/bin/python3"];
/** Packages that are not imported to be found: they may be a folder of source that lacks what it draws with. */
const BY_SOURCE: Readonly<Record<string, string>> = {
  alphalens: "import importlib.util as u, sys, statsmodels; sys.exit(u.find_spec('alphalens') is None)"
};
const HOW_TO_GET: Readonly<Record<string, string>> = {
  alphalens: "name the folder of its source in PAPERTAPE_BENCH_PYTHONPATH"
};
const ONE_THREAD = {OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1", NUMBA_NUM_THREADS: "1"};

/** @returns seconds of processor time by peer; without those that could not be run */
export function pythonPeers(
  script: string,
  {packages, given}: {readonly packages: readonly string[]; readonly given: readonly string[]}
): ReadonlyMap<string, number> {
  const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
  const times = new Map<string, number>();
  const folders = process.env.PAPERTAPE_BENCH_PYTHONPATH;
  const env = {...process.env, ...ONE_THREAD, ...(folders === undefined ? {} : {PYTHONPATH: folders})};
  for (const name of packages) {
    const finding = BY_SOURCE[name] ?? `import ${name}`;
    const python = CANDIDATES.find((candidate) => spawnSync(candidate, ["-c", finding], {env}).status === 0);
    if (python === undefined) {
      console.log(
        `NOT COMPARED: no python3 here has ${name}; ${HOW_TO_GET[name] ?? `Debian has it as python3-${name}`}`
      );
      continue;
    }
    const {stdout, stderr, status} = spawnSync(python, [path, ...given, name], {
      encoding: "utf8",
      env
    });
    const seconds = Number(stdout.trim().split(" ")[1]);
    if (status === 0 && Number.isFinite(seconds)) times.set(name, seconds);
    else console.log(`NOT COMPARED: ${name} failed: ${stderr.trim().split("\n").at(-1)}`);
  }
  return times;
}
