/**
 * Runs a program to its end, and never as root: PostgreSQL refuses to be root. Root maps itself to an unprivileged user
 * in a user namespace (no change of owner needed); where the kernel forbids that, it becomes `postgres` or `nobody`.
 */
import {type SpawnOptions, spawn} from "node:child_process";
import {OperatingError} from "../../lib/core/operating-error.js";

export interface Finished {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface UnprivilegedRunner {
  readonly mode: "direct" | "user-namespace" | "other-user";
  /** Who must own the files the program writes; null when the caller already does. */
  readonly owner: {readonly uid: number; readonly gid: number} | null;
  run(program: string, args: readonly string[]): Promise<Finished>;
}

const NOBODY = "65534";
const NAMESPACE = ["--user", `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/**
 * @param probe a harmless program call that shows whether a way works, e.g. `postgres --version`.
 * @throws OperatingError DATABASE_ROOT_REFUSED when this is root and no way to drop privileges works.
 */
export async function unprivilegedRunner(probe: {
  program: string;
  args: readonly string[];
}): Promise<UnprivilegedRunner> {
  if (process.getuid?.() !== 0) return {mode: "direct", owner: null, run: (program, args) => finish(program, args, {})};
  const namespaced = (program: string, args: readonly string[]) =>
    finish("unshare", [...NAMESPACE, program, ...args], {cwd: "/"});
  if ((await namespaced(probe.program, probe.args)).status === 0)
    return {mode: "user-namespace", owner: null, run: namespaced};
  for (const name of ["postgres", "nobody"]) {
    const owner = await accountOf(name);
    if (owner === null) continue;
    const run = (program: string, args: readonly string[]) => finish(program, args, {...owner, cwd: "/"});
    if ((await run(probe.program, probe.args)).status === 0) return {mode: "other-user", owner, run};
  }
  throw new OperatingError(
    "The embedded PostgreSQL cannot run as root, and neither a user namespace nor the users postgres and nobody can " +
      "run its programs. Start as an ordinary user, or set DATABASE_URL.",
    {code: "DATABASE_ROOT_REFUSED"}
  );
}

async function accountOf(name: string): Promise<{uid: number; gid: number} | null> {
  const [user, group] = [await finish("id", ["-u", name], {}), await finish("id", ["-g", name], {})];
  return user.status === 0 && group.status === 0 ? {uid: Number(user.stdout), gid: Number(group.stdout)} : null;
}

/** A program that cannot be started counts as failed, with the reason as its error text. */
function finish(program: string, args: readonly string[], options: SpawnOptions): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {...options, stdio: ["ignore", "pipe", "pipe"]});
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (text) => (stdout += text));
    child.stderr?.on("data", (text) => (stderr += text));
    child.on("error", (error) => resolve({status: null, stdout, stderr: String(error)}));
    // "exit", not "close": the server that pg_ctl leaves behind keeps the pipes open.
    child.on("exit", (status) => {
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({status, stdout, stderr});
    });
  });
}
