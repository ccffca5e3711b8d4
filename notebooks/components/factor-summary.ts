/** How many factors there are, how many of them matter, and what one factor's figures mean. */
import {type FactorReport, type FactorsFile, strongestHorizon} from "./factor-report.js";
import {basisPoints, decimal, percent, pValue, signed, tone, whole} from "./format.js";
import type {Tile} from "./tiles.js";

export function factorSummary({factors, timeframe, horizons}: FactorsFile): readonly Tile[] {
  const best = factors.map(strongestHorizon);
  const beyond = best.filter((one) => Math.abs(one?.tHac ?? 0) > 1.96).length;
  const survivors = best.filter((one) => one?.passesHurdle && (one.qValueBh ?? 1) < 0.05).length;
  return [
    {
      label: "Measured",
      value: whole(factors.length),
      detail: `${timeframe} candles, ${horizons.length} horizons`,
      explanation: "Every factor tried counts, also those that failed."
    },
    {
      label: "t beyond 1.96",
      value: whole(beyond),
      detail: `${decimal(0.05 * factors.length, 1)} expected by luck`,
      explanation: "What a single test would call significant."
    },
    {
      label: "Survive",
      value: whole(survivors),
      explanation: "Left when the number of trials is taken into account: q below 0.05 and t beyond 3."
    }
  ];
}

/** One sentence on what was compared with what. */
export function howMeasured({method}: FactorReport, {timeframe, instruments}: FactorsFile): string {
  const universe = `${whole(instruments.length)} instruments, ${timeframe} candles`;
  return method === "cross-section"
    ? `Ranked across ${universe}, at every close.`
    : `Measured over time, each instrument by itself, since it cannot be ranked across them: ${universe}.`;
}

export function factorTiles(factor: FactorReport): readonly Tile[] {
  const best = strongestHorizon(factor);
  return [
    {
      label: "IC",
      value: signed(best?.meanIc, 3),
      detail: `at ${whole(best?.horizonCandles)} candles`,
      tone: tone(best?.meanIc),
      explanation: "Mean rank correlation with the return that followed.",
      reason: "too few observations"
    },
    {
      label: "t, corrected",
      value: signed(best?.tHac),
      detail: `${signed(best?.tNaive)} uncorrected`,
      explanation: "Overlapping horizons taken into account (Newey-West); beyond 3 is the hurdle for a new factor."
    },
    {
      label: "q",
      value: pValue(best?.qValueBh),
      detail: `p ${pValue(best?.pValue)}`,
      explanation: "Share of false finds among factors this good (Benjamini-Hochberg)."
    },
    {label: "ICIR", value: signed(best?.icir), explanation: "Mean IC over its deviation: how steady it is."},
    {
      label: "Half-life",
      value: whole(factor.halfLifeCandles),
      detail: "candles",
      explanation: "Until the IC has fallen to a half.",
      reason: "it does not decay over the horizons measured"
    },
    {
      label: "Spread",
      value: basisPoints(factor.spread === null ? null : factor.spread * 10_000),
      detail: `t ${signed(factor.spreadT)}`,
      explanation: "Return of the top quantile less that of the bottom one."
    },
    {
      label: "Break-even cost",
      value: basisPoints(factor.breakEvenCostBps),
      explanation:
        "Cost a side at which the factor-weighted portfolio earns nothing; below zero it lost before any cost."
    },
    {
      label: "Turnover",
      value: percent(factor.turnover, 0),
      detail: `rank autocorrelation ${decimal(factor.rankAutocorrelation)}`,
      explanation: "Share of the factor-weighted portfolio that changes each candle."
    },
    {
      label: "Monotonic",
      value: pValue(factor.monotonicityP),
      detail: factor.ladder,
      explanation: "Chance of quantile returns so well ordered if the factor said nothing (Patton-Timmermann).",
      reason: "a quantile was empty"
    },
    {
      label: "Observations",
      value: whole(best?.observations),
      detail: `${whole(best?.pairs)} pairs of instrument and close`,
      explanation: "Closes with a coefficient; every pair left out is counted below with its reason."
    }
  ];
}
