/**
 * What a person sees while a command works. Progress goes to standard error and results to standard output, so that a
 * pipe gets results only. On a terminal a bar moves in place; elsewhere each step is one line; with --json only errors.
 */
const BAR_WIDTH = 24;
const REDRAW_MS = 80;

export interface Step {
  /**
   * @param done share done in 0..1, or null when it cannot be told; @param note what is being done, with rates;
   * @param leftMs time left where it is known better than from the share; null before it is.
   */
  update(done: number | null, note: string, leftMs?: number | null): void;
  /** Ends the step with one line. */
  done(note: string): void;
}

export interface Terminal {
  readonly isJson: boolean;
  /** A line of the result. Nothing with --json. */
  print(line: string): void;
  step(title: string): Step;
  /** Ends a bar that is still being drawn. */
  finish(): void;
}

export function createTerminal({isJson}: {isJson: boolean}): Terminal {
  const isInteractive = process.stderr.isTTY === true && !isJson;
  let isDrawing = false;
  const clear = () => {
    if (isDrawing) process.stderr.write("\r\u001b[2K");
    isDrawing = false;
  };
  return {
    isJson,
    print: (line) => {
      clear();
      if (!isJson) process.stdout.write(`${line}\n`);
    },
    step: (title) => {
      const startedAt = performance.now();
      let drawnAt = 0;
      return {
        update: (done, note, leftMs) => {
          if (!isInteractive || performance.now() - drawnAt < REDRAW_MS) return;
          drawnAt = performance.now();
          const left =
            leftMs === undefined ? timeLeft(done, drawnAt - startedAt) : leftMs ? `  ${seconds(leftMs)} left` : "";
          process.stderr.write(`\r\u001b[2K${bar(done)} ${title}  ${note}${left}`);
          isDrawing = true;
        },
        done: (note) => {
          clear();
          if (!isJson)
            process.stderr.write(
              `  ${isInteractive ? "\u001b[32m✓\u001b[0m" : "ok"} ${title}  ${note}  ${seconds(performance.now() - startedAt)}\n`
            );
        }
      };
    },
    finish: clear
  };
}

function bar(done: number | null): string {
  if (done === null) return `  [${"·".repeat(BAR_WIDTH)}]      `;
  const filled = Math.round(Math.min(1, Math.max(0, done)) * BAR_WIDTH);
  return `  [${"█".repeat(filled)}${"·".repeat(BAR_WIDTH - filled)}] ${String(Math.floor(done * 100)).padStart(3)} %`;
}

function timeLeft(done: number | null, elapsedMs: number): string {
  if (done === null || done < 0.02 || done >= 1) return "";
  return `  ${seconds((elapsedMs / done) * (1 - done))} left`;
}

function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
