/** Runs seeds of the simulation one after the other and says of those that break an invariant how to run them again. */
import {breachesOf} from "./simulated-invariants.js";
import {type SimulatedOutcome, type SimulationOptions, simulate} from "./simulated-run.js";

export interface SeedsReport {
  /** One for each seed that failed, with the command that replays it. */
  readonly failures: readonly string[];
  readonly runs: number;
  readonly fills: number;
  readonly restarts: number;
  /** Inputs that were removed from their stream. */
  readonly trimmed: number;
}

/** The seed to replay, or those of the suite: a share of them, so that several processes divide them up. */
export function seedsToRun({part, parts}: {readonly part: number; readonly parts: number}): readonly number[] {
  const {PAPERTAPE_SEED, PAPERTAPE_LONG} = process.env;
  if (PAPERTAPE_SEED !== undefined) return part === 0 ? [Number(PAPERTAPE_SEED)] : [];
  const count = PAPERTAPE_LONG === "1" ? 20_000 : 500;
  return Array.from({length: count}, (_, seed) => seed).filter((seed) => seed % parts === part);
}

/** Runs of components apart: each takes several times as long as one in which they are together. */
export function componentSeedsToRun(): readonly number[] {
  const {PAPERTAPE_SEED, PAPERTAPE_LONG} = process.env;
  if (PAPERTAPE_SEED !== undefined) return [Number(PAPERTAPE_SEED)];
  return Array.from({length: PAPERTAPE_LONG === "1" ? 4_000 : 60}, (_, seed) => seed);
}

const MOST_FAILURES = 5;

/** Stops after a handful of failures: the first says enough. */
export async function runSeeds(seeds: readonly number[], options: SimulationOptions = {}): Promise<SeedsReport> {
  const failures: string[] = [];
  let [runs, fills, restarts, trimmed] = [0, 0, 0, 0];
  for (const seed of seeds) {
    if (failures.length >= MOST_FAILURES) break;
    const {outcome, breaches} = await tryRun(seed, options);
    runs++;
    fills += outcome?.tape.filter(({fact}) => fact === "OrderFilled").length ?? 0;
    restarts += (outcome?.starts ?? 1) - 1;
    trimmed += outcome?.trimmed ?? 0;
    if (breaches.length > 0) failures.push(describeFailure(seed, breaches));
  }
  return {failures, runs, fills, restarts, trimmed};
}

async function tryRun(
  seed: number,
  options: SimulationOptions
): Promise<{outcome: SimulatedOutcome | null; breaches: readonly string[]}> {
  try {
    const outcome = await simulate(seed, options);
    return {outcome, breaches: breachesOf(outcome)};
  } catch (error) {
    return {outcome: null, breaches: [(error as Error).message]};
  }
}

function describeFailure(seed: number, breaches: readonly string[]): string {
  const command = `PAPERTAPE_SEED=${seed} npx vitest run --project simulation`;
  return [`seed ${seed}; again with: ${command}`, ...breaches.slice(0, 5)].join("\n  ");
}
