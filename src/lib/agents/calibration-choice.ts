// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The calibration at work: every map is fitted again now and then on past outcomes, each new outcome first judges the
 * maps as they stood before it, and the one with the smallest past log loss is used; the raw probability stands until a
 * map has beaten it beyond chance. Nothing later ever enters.
 */
import {
  type Calibration,
  type CalibrationConfiguration,
  type CalibrationName,
  logLossOf,
  probabilityOf
} from "./calibration.js";
import {fitBetaMap} from "./calibration-beta.js";
import {
  addToBins,
  binsState,
  type CalibrationBinsState,
  type CalibrationPoints,
  emptyCalibrationBins,
  fadeBins,
  pointsOf,
  restoreBins
} from "./calibration-bins.js";
import {fitIsotonicMap} from "./calibration-isotonic.js";
import {type CalibrationMaps, MAP_NAMES, mappedProbability} from "./calibration-map.js";
import {fitPlattMap} from "./calibration-platt.js";
import {type CalibrationRecord, type CalibrationRecordState, createCalibrationRecord} from "./calibration-record.js";

export interface CalibrationState {
  readonly bins: CalibrationBinsState;
  readonly maps: CalibrationMaps;
  readonly method: CalibrationName;
  readonly outcomes: number;
  readonly sinceRefit: number;
  readonly isFitted: boolean;
  /** Maps in the order of MAP_NAMES. */
  readonly record: CalibrationRecordState;
}

/** A map never claims more certainty than this. */
const EDGE = 1e-3;
const UNFITTED: CalibrationMaps = {platt: null, isotonic: null, beta: null};

export function createCalibration(configuration: CalibrationConfiguration): Calibration {
  const {refitEvery, minimumOutcomes, halfLifeOutcomes} = configuration;
  const kept = 2 ** (-1 / halfLifeOutcomes);
  const bins = emptyCalibrationBins();
  const record = createCalibrationRecord(MAP_NAMES.length);
  const excess = new Float64Array(MAP_NAMES.length);
  let maps = UNFITTED;
  let method: CalibrationName = "none";
  let outcomes = 0;
  let sinceRefit = 0;
  let isFitted = false;

  const judge = (score: number, isUp: boolean) => {
    const raw = logLossOf(probabilityOf(score), isUp);
    for (let i = 0; i < MAP_NAMES.length; i++) {
      const probability = inside(mappedProbability(maps, MAP_NAMES[i]!, score));
      excess[i] = Number.isNaN(probability) ? 0 : logLossOf(probability, isUp) - raw;
    }
    record.add(excess);
  };
  const refit = () => {
    const points = pointsOf(bins);
    // One score alone says nothing about a map.
    if (points.scores.length > 1) maps = fittedMaps(points);
    isFitted = true;
    fadeBins(bins, kept ** sinceRefit);
    record.endStretch(kept ** sinceRefit);
    sinceRefit = 0;
    method = chosen(configuration, maps, record);
  };

  return {
    method: () => method,
    calibrate: (score) => {
      if (method === "none") return probabilityOf(score);
      return inside(mappedProbability(maps, method, score));
    },
    learn: (score, isUp) => {
      if (isFitted) judge(score, isUp);
      addToBins(bins, score, isUp);
      outcomes++;
      sinceRefit++;
      const isDue = !isFitted || sinceRefit >= Math.min(refitEvery, outcomes / 4);
      if (outcomes >= minimumOutcomes && isDue) refit();
    },
    snapshot: (): CalibrationState => ({
      bins: binsState(bins),
      maps,
      method,
      outcomes,
      sinceRefit,
      isFitted,
      record: record.snapshot()
    }),
    restore: (state) => {
      const past = state as CalibrationState;
      restoreBins(bins, past.bins);
      record.restore(past.record);
      ({maps, method, outcomes, sinceRefit, isFitted} = past);
    }
  };
}

function fittedMaps(points: CalibrationPoints): CalibrationMaps {
  return {platt: fitPlattMap(points), isotonic: fitIsotonicMap(points), beta: fitBetaMap(points)};
}

/** The configured map once it is fitted; with `auto` the one that has beaten the raw probability by most, beyond chance. */
function chosen({method}: CalibrationConfiguration, maps: CalibrationMaps, record: CalibrationRecord): CalibrationName {
  if (method === "none") return "none";
  if (method !== "auto") return maps[method] === null ? "none" : method;
  let best: CalibrationName = "none";
  let least = 0;
  for (let i = 0; i < MAP_NAMES.length; i++) {
    const name = MAP_NAMES[i]!;
    const gain = maps[name] === null ? null : record.gain(i);
    if (gain === null || gain >= least) continue;
    best = name;
    least = gain;
  }
  return best;
}

function inside(probability: number): number {
  return Math.min(Math.max(probability, EDGE), 1 - EDGE);
}
