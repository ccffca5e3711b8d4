/** Invented results of factors, in the shape of data/research, for tests of pages. */
import {type Random, seededRandom} from "../../src/lib/core/random.js";
import type {
  EventImpact,
  FactorImpact,
  FactorImpactFile,
  GroupImpact,
  HorizonImpact
} from "../../src/lib/integration/factor-impact.js";
import {SAMPLE_INSTRUMENTS} from "./sample-market.js";

const MONTHS = Array.from({length: 10}, (_, month) => `2025-${String(month + 1).padStart(2, "0")}`);
const HORIZONS = [1, 4, 12, 24, 72];
const FACTORS: readonly (readonly [string, string, string])[] = [
  ["momentum-24", "momentum", "24-hour momentum"],
  ["momentum-168", "momentum", "Weekly momentum"],
  ["reversal-4", "mean reversion", "Four-hour reversal"],
  ["rsi-14", "mean reversion", "Relative strength index"],
  ["bollinger-position", "mean reversion", "Place within the Bollinger bands"],
  ["realized-volatility", "volatility", "Realised volatility"],
  ["parkinson-range", "volatility", "Parkinson range"],
  ["volume-surprise", "volume", "Volume surprise"],
  ["order-flow-imbalance", "volume", "Order-flow imbalance"],
  ["amihud-illiquidity", "volume", "Amihud illiquidity"],
  ["kbar-body", "candle shape", "Body of the candle"],
  ["btc-lead", "lead-lag", "What BTC did an hour ago"],
  ["hour-of-day", "calendar", "Hour of the day"]
];

export function sampleFactors(snapshot: string, seed: number): FactorImpactFile {
  const random = seededRandom(seed);
  return {
    snapshot,
    timeframe: "1h",
    horizons: HORIZONS,
    instruments: SAMPLE_INSTRUMENTS,
    method: "cross-section",
    tests: FACTORS.length * HORIZONS.length,
    factors: FACTORS.map(([name, family, title], index) => factor(random, {name, family, title, index}))
  };
}

/** The last one is the same for all instruments: it has no figures that need an order of them. */
function factor(
  random: Random,
  {index, ...head}: {name: string; family: string; title: string; index: number}
): FactorImpact {
  const strength = (index % 4 === 0 ? 0.045 : 0.012) * (index % 3 === 1 ? -1 : 1);
  const isAcross = index !== FACTORS.length - 1;
  return {
    ...head,
    description: `${head.title}, measured at each candle's close from closed candles alone.`,
    method: isAcross ? "cross-section" : "over-time",
    horizons: HORIZONS.map((horizonCandles) => horizon(horizonCandles, strength * Math.exp(-horizonCandles / 30))),
    icByMonth: MONTHS.map((month) => ({month, meanIc: strength + 0.02 * random.normal()})),
    icByHour: Array.from({length: 24}, (_, hour) =>
      group(String(hour).padStart(2, "0"), strength + 0.01 * random.normal())
    ),
    regimes: [
      {
        name: "volatility",
        rule: "thirds of the universe's 24-candle volatility among its last 720",
        groups: ["calm", "usual", "wild"].map((name) => group(name, strength + 0.01 * random.normal())),
        equalityP: 0.21
      }
    ],
    decay: HORIZONS.map((horizonCandles) => ({
      horizonCandles,
      meanIc: strength * Math.exp(-horizonCandles / 30),
      lastCandleIc: strength * Math.exp(-horizonCandles / 12)
    })),
    halfLifeCandles: index === 12 ? null : 21,
    noise: isAcross
      ? {controls: 20, closes: 600, randomFactors: 0.95, dealtOutcomes: 0.9, resampledMarkets: 0.85}
      : null,
    stability: {
      byYear: [{year: 2025, meanIc: strength}],
      signFlips: 0,
      cusum: 0.8,
      early: group("first 70 %", strength),
      late: group("last 30 %", strength / 2)
    },
    ...(isAcross ? ladder(random, strength, index) : NO_LADDER),
    ...(isAcross ? money(random, strength) : NO_MONEY),
    events: isAcross ? [events("top", strength), events("bottom", -strength)] : [],
    overTime: isAcross ? [] : SAMPLE_INSTRUMENTS.map((instrument) => overTime(random, instrument)),
    correlations: Object.fromEntries(
      FACTORS.map(([other]) => [other, other === head.name ? 1 : Math.max(-1, Math.min(1, 0.4 * random.normal()))])
    ),
    beside: isAcross
      ? {
          controls: ["momentum-24", "realized-volatility"],
          everyCandles: 4,
          premiumAlone: strength * 0.03,
          premiumAloneT: strength * 90,
          premium: strength * 0.02,
          premiumT: strength * 60,
          regressions: 1_950,
          marginalIc: strength * 0.7,
          marginalT: strength * 80
        }
      : null
  };
}

function group(name: string, meanIc: number): GroupImpact {
  return {group: name, n: 1_700, meanIc, standardError: 0.008, t: meanIc / 0.008};
}

const NO_LADDER = {
  quantiles: [],
  spread: null,
  spreadT: null,
  spreadP: null,
  monotonicityP: null,
  ladder: null,
  ladderCorrelation: null
};

function ladder(random: Random, strength: number, index: number) {
  return {
    quantiles: [1, 2, 3, 4, 5].map((quantile) => ({
      quantile,
      meanReturn: strength * 0.04 * (quantile - 3) + 0.0001 * random.normal(),
      standardError: 0.0003,
      turnover: 0.3
    })),
    spread: strength * 0.16,
    spreadT: strength * 100,
    spreadP: 0.04,
    monotonicityP: index % 4 === 0 ? 0.01 : 0.4,
    ladder: strength < 0 ? ("falling" as const) : ("rising" as const),
    ladderCorrelation: Math.sign(strength) * 0.9
  };
}

const NO_MONEY = {
  turnover: null,
  rankAutocorrelation: null,
  breakEvenCostBps: null,
  alphaAnnual: null,
  alphaT: null,
  beta: null,
  portfolio: null,
  capacity: null
};

function money(random: Random, strength: number) {
  let sum = 0;
  const curve = Array.from({length: 120}, (_, day) => {
    sum += 0.002 * random.normal() + Math.abs(strength) * 0.02;
    return {time: Date.UTC(2025, 0, 1 + day * 2), gross: sum, net: sum - day * 0.0006};
  });
  return {
    turnover: 0.2 + 0.6 * random.next(),
    rankAutocorrelation: 0.9 - 0.5 * random.next(),
    breakEvenCostBps: strength * 150,
    alphaAnnual: strength,
    alphaT: strength * 40,
    beta: 0.05,
    portfolio: {
      direction: strength < 0 ? (-1 as const) : (1 as const),
      costBps: 11,
      grossAnnual: 0.2,
      netAnnual: 0.08,
      grossSharpe: 1.4,
      netSharpe: 0.6,
      curve
    },
    capacity: {
      optimum: 2e6,
      breakEven: 4.5e6,
      participation95: 0.01,
      curve: [1e4, 1e5, 1e6, 1e7, 1e8].map((capital) => ({capital, netAnnual: 0.1 - Math.sqrt(capital / 1e8) * 0.4}))
    }
  };
}

function events(signal: EventImpact["signal"], strength: number): EventImpact {
  const path = Array.from({length: 38}, (_, index) => {
    const offset = index - 12;
    const mean = (strength * offset) / 100;
    return {offset, mean, low: mean - 0.0005 * Math.abs(offset), high: mean + 0.0005 * Math.abs(offset)};
  });
  return {
    signal,
    events: 112,
    dropped: 8,
    path,
    meanAfter: strength / 4,
    t: 2.1,
    tClustered: 1.6,
    bmp: 1.9,
    patell: 2.2
  };
}

function overTime(random: Random, instrument: string) {
  return {
    instrument,
    n: 6_900,
    slopeT: random.normal(),
    rSquared: 0.001,
    outOfSampleR2: 0.001 * random.normal(),
    clarkWestP: random.next(),
    isPersistent: false
  };
}

function horizon(horizonCandles: number, meanIc: number): HorizonImpact {
  const tHac = meanIc * 110;
  const pValue = Math.min(1, 2 * Math.exp(-0.5 * tHac * tHac));
  const figures = {
    meanIc,
    stdIc: 0.31,
    icir: meanIc / 0.31,
    tNaive: tHac * 1.4,
    tHac,
    pValue,
    hitRate: 0.5 + meanIc,
    skewness: 0.1,
    excessKurtosis: -0.4
  };
  return {
    ...figures,
    horizonCandles,
    observations: 41_200,
    pairs: 240_000,
    dropped: {"not defined yet": 600, "gap in the window": 210, "no outcome yet": horizonCandles * 6},
    qValueBh: Math.min(1, pValue * 2.2),
    passesHurdle: Math.abs(tHac) > 3,
    isSignificant5: Math.abs(tHac) > 2.2,
    otherT: {
      overlap: tHac * 1.2,
      neweyWest: tHac * 1.1,
      hansenHodrick: tHac,
      nonOverlapping: tHac * 0.9,
      nonOverlappingLow: tHac * 0.6,
      nonOverlappingHigh: tHac * 1.2
    },
    interval: horizonCandles === 1 ? {low: meanIc - 0.01, high: meanIc + 0.01, resamples: 2000} : null,
    pearson: {...figures, meanIc: meanIc * 0.8}
  };
}
