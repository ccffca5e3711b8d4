/** Times of whole pieces of work that wait for servers, where processor time of this process would not be all. */

export interface WallTime {
  readonly seconds: number;
}

/** Runs the pieces one after the other, `rounds` times over, and keeps the fastest of each. */
export async function fastest(
  rounds: number,
  pieces: Readonly<Record<string, () => Promise<unknown>>>
): Promise<Record<string, WallTime>> {
  const best: Record<string, WallTime> = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, piece] of Object.entries(pieces)) {
      const started = performance.now();
      await piece();
      const seconds = (performance.now() - started) / 1000;
      if (seconds < (best[name]?.seconds ?? Number.POSITIVE_INFINITY)) best[name] = {seconds};
    }
  return best;
}

/** The same by processor time of this process and its threads, for work that waits for nobody. */
export async function leastProcessorTime(
  rounds: number,
  pieces: Readonly<Record<string, () => Promise<unknown>>>
): Promise<Record<string, WallTime>> {
  const best: Record<string, WallTime> = {};
  for (let round = 0; round < rounds; round++)
    for (const [name, piece] of Object.entries(pieces)) {
      const started = process.cpuUsage();
      await piece();
      const {user, system} = process.cpuUsage(started);
      const seconds = (user + system) / 1e6;
      if (seconds < (best[name]?.seconds ?? Number.POSITIVE_INFINITY)) best[name] = {seconds};
    }
  return best;
}

export function printTimes(times: Readonly<Record<string, WallTime>>, rows: number): void {
  for (const [name, {seconds}] of Object.entries(times))
    console.log(`${name.padEnd(52)} ${seconds.toFixed(3).padStart(8)} s  ${Math.round(rows / seconds / 1000)}k rows/s`);
}

export function printRatio(name: string, value: number): void {
  console.log(`${name.padEnd(52)} ${value.toFixed(2).padStart(7)} times`);
}

/** `--rows=100000`: how much to do, where the usual amount is not wanted. */
export function numberOption(name: string, usual: number): number {
  const given = process.argv.find((text) => text.startsWith(`--${name}=`));
  return given === undefined ? usual : Number(given.slice(name.length + 3));
}

/** The most memory this process has held, in MiB. */
export function peakMemoryMib(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}
