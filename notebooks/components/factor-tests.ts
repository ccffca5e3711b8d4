/** A factor's tests in words and tables: every t, stability, what is left beside other factors, and money. */
import type {OverTimeImpact} from "../lib/integration/factor-impact.js";
import {element} from "./element.js";
import type {FactorHorizon, FactorReport} from "./factor-report.js";
import {basisPoints, compact, decimal, percent, pValue, signed, signedPercent, tone, whole} from "./format.js";
import {type Column, table} from "./table.js";
import {facts, mark} from "./tiles.js";

const bps = (value: number | null) => basisPoints(value === null ? null : value * 10_000);

interface Figure {
  readonly of: (horizon: FactorHorizon) => number | null;
  readonly digits?: number;
  readonly explanation: string;
}

function figure(label: string, {of, digits = 2, explanation}: Figure): Column<FactorHorizon> {
  return {label, kind: "number", value: of, show: (horizon) => signed(of(horizon), digits), explanation};
}

/** Rank and plain coefficient side by side, and t by every way to allow for overlap. */
export function testTable(horizons: readonly FactorHorizon[]): HTMLElement {
  return table(
    horizons,
    [
      {label: "Candles ahead", kind: "number", value: (horizon) => horizon.horizonCandles},
      figure("Skew", {
        of: ({skewness}) => skewness,
        explanation: "Of the rank coefficients: lopsided luck shows here."
      }),
      figure("Kurtosis", {
        of: ({excessKurtosis}) => excessKurtosis,
        explanation: "Excess: 0 for a normal distribution."
      }),
      {
        label: "95 % interval",
        kind: "number",
        value: ({interval}) => interval?.low,
        show: ({interval}) => (interval === null ? "–" : `${signed(interval.low, 4)} to ${signed(interval.high, 4)}`),
        explanation:
          "Of the mean coefficient, by stationary bootstrap; at the first horizon of samples up to 5,000 closes."
      },
      figure("t as if independent", {of: ({tNaive}) => tNaive, explanation: "Overstates wherever returns overlap."}),
      figure("t, lag h−1", {
        of: ({otherT}) => otherT.overlap,
        explanation: "Newey-West over the overlap alone; still somewhat too large."
      }),
      figure("t, automatic lag", {
        of: ({otherT}) => otherT.neweyWest,
        explanation: "Newey-West with the rule-of-thumb lag."
      }),
      figure("t, Hansen-Hodrick", {
        of: ({otherT}) => otherT.hansenHodrick,
        explanation: "Every lag of the overlap in full."
      }),
      {
        label: "t, no overlap",
        kind: "number",
        value: ({otherT}) => otherT.nonOverlapping,
        show: ({otherT}) =>
          `${signed(otherT.nonOverlapping)} (${signed(otherT.nonOverlappingLow)} to ${signed(otherT.nonOverlappingHigh)})`,
        explanation: "Every h-th close from each possible start: mean t, lowest and highest."
      },
      {
        label: "Fixed-b",
        value: ({isSignificant5}) => Number(isSignificant5),
        show: ({isSignificant5}) =>
          isSignificant5 === null
            ? mark("not known")
            : isSignificant5
              ? mark("beyond 5 %", "good")
              : mark("within chance"),
        explanation: "The corrected t against critical values that allow for a lag so long."
      },
      figure("Pearson IC", {
        of: ({pearson}) => pearson.meanIc,
        digits: 4,
        explanation: "Of values instead of ranks: outliers count in full."
      }),
      figure("Pearson t", {of: ({pearson}) => pearson.tHac, explanation: "Corrected in the same way."})
    ],
    {sortBy: "Candles ahead", descending: false}
  );
}

export function stabilityFacts({stability}: FactorReport): HTMLElement {
  const {early, late, signFlips, cusum} = stability;
  return facts([
    ["First 70 %", `${signed(early.meanIc, 4)}, t ${signed(early.t)}`],
    ["Last 30 %", `${signed(late.meanIc, 4)}, t ${signed(late.t)}`],
    ...stability.byYear.map(({year, meanIc}): [string, string] => [String(year), signed(meanIc, 4)]),
    ["Changes of sign between years", whole(signFlips)],
    ["CUSUM", `${decimal(cusum)}${cusum === null ? "" : cusum > 1.36 ? ", the mean has moved" : ", no shift shown"}`]
  ]);
}

/** The percentile of the real coefficient among those of what knows nothing. */
export function noiseFacts({noise}: Pick<FactorReport, "noise">): HTMLElement {
  if (noise === undefined || noise === null)
    return element("p", {}, "Not known: only factors that order the instruments at each close are set against noise.");
  const above = (share: number | null) =>
    share === null ? "not known" : `larger than ${percent(share, 0)} of ${whole(noise.controls)}`;
  return facts([
    ["Random factors as persistent", above(noise.randomFactors)],
    ["Outcomes dealt anew at each close", above(noise.dealtOutcomes)],
    ["Markets in another order", above(noise.resampledMarkets)],
    ["Closes compared", whole(noise.closes)]
  ]);
}

export function besideFacts({beside}: FactorReport): HTMLElement {
  if (beside === null)
    return element(
      "p",
      {},
      "Not known: it takes more instruments than this universe has, or other factors to stand beside."
    );
  return facts([
    ["Beside", beside.controls.join(", ")],
    ["Premium alone", `${bps(beside.premiumAlone)}, t ${signed(beside.premiumAloneT)}`],
    ["Premium beside them", `${bps(beside.premium)}, t ${signed(beside.premiumT)}`],
    ["IC of what they leave", `${signed(beside.marginalIc, 4)}, t ${signed(beside.marginalT)}`],
    [
      "Regressions",
      `${whole(beside.regressions)}, one every ${beside.everyCandles === 1 ? "candle" : `${whole(beside.everyCandles)} candles`}`
    ]
  ]);
}

export function portfolioFacts({portfolio, alphaAnnual, alphaT, beta}: FactorReport): HTMLElement {
  if (portfolio === null) return element("p", {}, "Not known.");
  return facts([
    [
      "Held",
      portfolio.direction === 1
        ? "long the highest values, short the lowest"
        : "long the lowest values, short the highest"
    ],
    ["A year before costs", `${signedPercent(portfolio.grossAnnual)}, Sharpe ${decimal(portfolio.grossSharpe)}`],
    [
      `A year at ${decimal(portfolio.costBps, 0)} bps a trade`,
      `${signedPercent(portfolio.netAnnual)}, Sharpe ${decimal(portfolio.netSharpe)}`
    ],
    ["Alpha a year, beta", `${signedPercent(alphaAnnual)} (t ${signed(alphaT)}), ${decimal(beta)}`]
  ]);
}

export function capacityFacts({capacity}: FactorReport): HTMLElement {
  if (capacity === null) return element("p", {}, "Not known: the source does not say what was traded.");
  if (capacity.optimum === null) return element("p", {}, "None: fees and spread alone take more than it earns.");
  return facts([
    ["Most profit at", compact(capacity.optimum)],
    ["Nothing left at", compact(capacity.breakEven)],
    ["Largest share of a day's volume", percent(capacity.participation95)]
  ]);
}

export function eventFacts({events}: FactorReport): HTMLElement {
  return facts(
    events.map(({signal, events: count, dropped, meanAfter, t, tClustered}) => [
      signal === "top" ? "Into the top" : "Into the bottom",
      `${bps(meanAfter)} after 25 candles, t ${signed(t)}, ${signed(tClustered)} with clusters; ${whole(count)} signals, ${whole(dropped)} without a whole window`
    ])
  );
}

export function overTimeTable(rows: readonly OverTimeImpact[]): HTMLElement {
  return table(
    rows,
    [
      {label: "Instrument", value: ({instrument}) => instrument},
      {
        label: "t of the slope",
        kind: "number",
        value: ({slopeT}) => slopeT,
        show: ({slopeT}) => signed(slopeT),
        tone: ({slopeT}) => tone(slopeT),
        explanation: "Of the forward return on the factor, corrected for overlap."
      },
      {
        label: "R² outside",
        kind: "number",
        value: ({outOfSampleR2}) => outOfSampleR2,
        show: ({outOfSampleR2}) => signedPercent(outOfSampleR2, 2),
        explanation:
          "Against the mean known at each close, over the second half; below zero it foretold worse than that mean."
      },
      {
        label: "Clark-West p",
        kind: "number",
        value: ({clarkWestP}) => clarkWestP,
        show: ({clarkWestP}) => pValue(clarkWestP),
        explanation: "Chance of so good a forecast if the factor said nothing."
      },
      {
        label: "Caution",
        value: ({isPersistent}) => Number(isPersistent),
        show: ({isPersistent}) => (isPersistent ? mark("persistent", "caution") : ""),
        explanation: "A factor that hardly changes from candle to candle has a biased slope (Stambaugh)."
      },
      {label: "Pairs", kind: "number", value: ({n}) => n, show: ({n}) => whole(n)}
    ],
    {sortBy: "R² outside", rowsPerPage: 12}
  );
}
