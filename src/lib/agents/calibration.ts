/**
 * What turns an agent's score into a probability that comes true as often as it says, learnt from outcomes that are
 * known. Which map is used, and what is kept of the past, is the business of `calibration-choice.ts`.
 */
export const CALIBRATION_METHODS = ["auto", "none", "platt", "isotonic", "beta"] as const;
export type CalibrationMethod = (typeof CALIBRATION_METHODS)[number];
/** A method that can be in use; `auto` chooses among these. */
export type CalibrationName = Exclude<CalibrationMethod, "auto">;

export interface CalibrationConfiguration {
  readonly method: CalibrationMethod;
  /** The maps are fitted again after so many outcomes at the latest; early on, whenever there are a quarter more. */
  readonly refitEvery: number;
  /** Before so many outcomes the raw probability stands. */
  readonly minimumOutcomes: number;
  /** Outcomes after which an old one counts half. */
  readonly halfLifeOutcomes: number;
}

export const DEFAULT_CALIBRATION: CalibrationConfiguration = {
  method: "auto",
  refitEvery: 1000,
  minimumOutcomes: 500,
  halfLifeOutcomes: 100_000
};

export interface Calibration<State = unknown> {
  /** The map now in use. */
  method(): CalibrationName;
  /** Probability of up for a score in log-odds. */
  calibrate(score: number): number;
  learn(score: number, isUp: boolean): void;
  snapshot(): State;
  restore(state: State): void;
}

/** Log-odds to probability. */
export function probabilityOf(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

/** Loss of a probability whose event came (or did not); clipped at 1e-15 (METHODS S2). */
export function logLossOf(probability: number, isUp: boolean): number {
  const clipped = Math.min(Math.max(probability, 1e-15), 1 - 1e-15);
  return -Math.log(isUp ? clipped : 1 - clipped);
}
