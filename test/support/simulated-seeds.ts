/** Runs seeds of the simulation one after the other and says of those that break an invariant how to run them again. */
import {breachesOf} from "./simulated-invariants.js";
import {type SimulatedOutcome, simulate} from "./simulated-run.js";

export interface SeedsReport {
  /** One for each seed that failed, with the command that replays it. */
  readonly failures: readonly string[];
  readonly runs: number;
  readonly fills: number;
  readonly restarts: number;
}

/** The seed to replay, or those of the suite: a share of them, so that several processes divide them up. */
export function seedsToRun({part, parts}: {readonly part: number; readonly parts: number}): readonly number[] {
  const {PAPERTAPE_SEED, PAPERTAPE_LONG} = process.env;
  if (PAPERTAPE_SEED !== undefined) return part === 0 ? [Number(PAPERTAPE_SEED)] : [];
  const count = PAPERTAPE_LONG === "1" ? 20_000 : 500;
  return Array.from({length: count}, (_, seed) => seed).filter((seed) => seed % parts === part);
}

/** Stops after a handful of failures: the first says enough. */
export async function runSeeds(seeds: readonly number[], mostFailures = 5): Promise<SeedsReport> {
  const failures: string[] = [];
  let [runs, fills, restarts] = [0, 0, 0];
  for (const seed of seeds) {
    if (failures.length >= mostFailures) break;
    const {outcome, breaches} = await tryRun(seed);
    runs++;
    fills += outcome?.tape.filter(({fact}) => fact === "OrderFilled").length ?? 0;
    restarts += (outcome?.starts ?? 1) - 1;
    if (breaches.length > 0) failures.push(describeFailure(seed, breaches));
  }
  return {failures, runs, fills, restarts};
}

async function tryRun(seed: number): Promise<{outcome: SimulatedOutcome | null; breaches: readonly string[]}> {
  try {
    const outcome = await simulate(seed);
    return {outcome, breaches: breachesOf(outcome)};
  } catch (error) {
    return {outcome: null, breaches: [(error as Error).message]};
  }
}

function describeFailure(seed: number, breaches: readonly string[]): string {
  const command = `PAPERTAPE_SEED=${seed} npx vitest run --project simulation`;
  return [`seed ${seed}; again with: ${command}`, ...breaches.slice(0, 5)].join("\n  ");
}
