/** `papertape worker`: takes trials of distributed sweeps from Redis until it is stopped. */
import {availableParallelism} from "node:os";
import {connectRedis} from "../../live/integration/redis-connection.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {runTrialWorker} from "../../loaders/sweep/trial-worker.js";
import {codeCommit} from "../../loaders/workbench/code-commit.js";
import {countOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";

export async function run({options, terminal}: CommandContext): Promise<unknown> {
  const {url} = loadConfiguration().configuration.redis;
  if (url === null) throw wrongInput("a worker takes trials from Redis: set REDIS_URL to the one that the sweep uses");
  const threads = countOption(options, "workers", 1) ?? availableParallelism();
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  // A command that a lost connection cut off is sent again: the queue's commands are safe to repeat.
  const connection = connectRedis({url, options: {maxRetriesPerRequest: null, autoResendUnfulfilledCommands: true}});
  try {
    terminal.print(`worker with ${threads} thread${threads === 1 ? "" : "s"}, waiting for sweeps; Ctrl-C ends it`);
    const trials = await runTrialWorker({
      connection,
      snapshots: projectPaths().snapshots,
      codeCommit: codeCommit(),
      threads,
      signal: stopping.signal,
      onNote: (note) => terminal.print(note),
      onTrial: ({sweep, number, status}) => terminal.print(`trial ${number} of ${sweep}: ${status}`)
    });
    return {trials};
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    connection.disconnect();
  }
}
