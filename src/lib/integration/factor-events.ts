// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What happens around a factor's signals: an instrument's entry into the factor's top or bottom bucket. Returns beyond a
 * market model of the universe; the first candle after the signal is the event, so that nothing before it is counted.
 */

import {orNull} from "../statistics/column.js";
import {eventStudy, type StudyEvent} from "../statistics/event-study.js";
import {independentMeanTest} from "../statistics/long-run-variance.js";
import type {BucketAssignment} from "../statistics/quantile-assignment.js";
import type {EventImpact} from "./factor-impact.js";
import type {ResearchSetting} from "./factor-setting.js";

const WINDOW = {estimation: 120, before: 12, after: 24};
/** Spread evenly over the sample: more of them make no other picture, and every pair is compared. */
const MOST_EVENTS = 120;
const BAND = 1.96;

export function eventImpacts(assignment: BucketAssignment, setting: ResearchSetting): readonly EventImpact[] {
  const assets = assetReturns(setting);
  const bucketOf = {top: assignment.buckets, bottom: 1};
  return (["top", "bottom"] as const).map((signal) => {
    const entries = entriesInto(bucketOf[signal], assignment, assets.length);
    const every = Math.max(1, Math.ceil(entries.length / MOST_EVENTS));
    const events = entries
      .filter((_, index) => index % every === 0)
      .map(({row, column}): StudyEvent => ({asset: assets[column]!, market: setting.universe, bar: row + 1}));
    return eventImpact(signal, events);
  });
}

/** Return of each instrument over the candle that ends at each row. */
function assetReturns({oneCandle}: ResearchSetting): readonly Float64Array[] {
  const {values, symbols, times} = oneCandle.panel;
  return symbols.map((_symbol, j) =>
    Float64Array.from(times, (_time, row) => (row === 0 ? Number.NaN : values[(row - 1) * symbols.length + j]!))
  );
}

/** Rows at which an instrument is in the bucket and one row before was in another one. */
function entriesInto(bucket: number, {labels}: BucketAssignment, width: number) {
  const entries: {row: number; column: number}[] = [];
  for (let at = width; at < labels.length; at++) {
    const before = labels[at - width]!;
    if (labels[at] === bucket && before !== 0 && before !== bucket)
      entries.push({row: Math.floor(at / width), column: at % width});
  }
  return entries;
}

function eventImpact(signal: EventImpact["signal"], events: readonly StudyEvent[]): EventImpact {
  const study = eventStudy(events, WINDOW);
  const after = study.events.map(({abnormal}) => sumOf(abnormal.subarray(WINDOW.before)));
  const test = independentMeanTest(after);
  const meanCorrelation = study.kolariPynnonen.meanCorrelation ?? 0;
  const clustered = Math.sqrt((1 - meanCorrelation) / (1 + (study.n - 1) * meanCorrelation));
  return {
    signal,
    events: study.n,
    dropped: study.dropped,
    path: study.n < 2 ? [] : pathOf(study.events.map(({abnormal}) => abnormal)),
    meanAfter: test.mean,
    t: test.t,
    tClustered: test.t === null ? null : orNull(test.t * clustered),
    bmp: study.bmp.statistic,
    patell: study.patell.statistic
  };
}

/** Offset 0 is the close of the signal: the cumulative return is 0 there, and what came before leads up to it. */
function pathOf(abnormal: readonly Float64Array[]): EventImpact["path"] {
  return Array.from({length: WINDOW.before + WINDOW.after + 2}, (_, index) => {
    const offset = index - WINDOW.before;
    const cumulative = abnormal.map((values) =>
      offset >= 0
        ? sumOf(values.subarray(WINDOW.before, WINDOW.before + offset))
        : -sumOf(values.subarray(WINDOW.before + offset, WINDOW.before))
    );
    const {mean, standardError} = independentMeanTest(cumulative);
    const reach = standardError === null ? null : BAND * standardError;
    return {
      offset,
      mean,
      low: mean === null || reach === null ? null : mean - reach,
      high: mean === null || reach === null ? null : mean + reach
    };
  });
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
