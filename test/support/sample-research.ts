/** Invented results of factors and agents, in the shapes of data/research, for tests of pages. */
import {type Random, seededRandom} from "../../src/lib/core/random.js";
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
const AGENTS: readonly (readonly [string, string])[] = [
  ["trend", "Trend follower"],
  ["mean-reversion", "Mean reversion"],
  ["volatility-breakout", "Volatility breakout"],
  ["online-logistic", "Online logistic model"],
  ["nearest-neighbours", "Nearest neighbours"]
];

export function sampleFactors(snapshot: string, seed: number) {
  const random = seededRandom(seed);
  return {
    snapshot,
    timeframe: "1h",
    horizons: HORIZONS,
    factors: FACTORS.map(([name, family, title], index) => factor(random, {name, family, title, index}))
  };
}

function factor(random: Random, head: {name: string; family: string; title: string; index: number}) {
  const strength = (head.index % 4 === 0 ? 0.045 : 0.012) * (head.index % 3 === 1 ? -1 : 1);
  const decay = HORIZONS.map((horizonCandles) => ({horizonCandles, meanIc: strength * Math.exp(-horizonCandles / 30)}));
  return {
    name: head.name,
    family: head.family,
    title: head.title,
    description: `${head.title}, measured at each candle's close from closed candles alone.`,
    horizons: decay.map(({horizonCandles, meanIc}) => horizon(horizonCandles, meanIc)),
    icByMonth: MONTHS.map((month) => ({month, meanIc: strength + 0.02 * random.normal()})),
    decay,
    halfLifeCandles: head.index === 12 ? null : 21,
    quantiles: [1, 2, 3, 4, 5].map((quantile) => ({
      quantile,
      meanReturn: strength * 0.04 * (quantile - 3) + 0.0001 * random.normal(),
      standardError: 0.0003
    })),
    spread: strength * 0.16,
    monotonicityP: head.index % 4 === 0 ? 0.01 : 0.4,
    turnover: 0.2 + 0.6 * random.next(),
    rankAutocorrelation: 0.9 - 0.5 * random.next(),
    breakEvenCostBps: Math.max(0, strength * 150),
    correlations: Object.fromEntries(
      FACTORS.map(([other]) => [other, other === head.name ? 1 : Math.max(-1, Math.min(1, 0.4 * random.normal()))])
    )
  };
}

function horizon(horizonCandles: number, meanIc: number) {
  const tHac = meanIc * 110;
  const pValue = Math.min(1, 2 * Math.exp(-0.5 * tHac * tHac));
  return {
    horizonCandles,
    observations: 41_200,
    dropped: {"warming up": 600, "gap in window": 210, "no outcome yet": horizonCandles * 6},
    meanIc,
    stdIc: 0.31,
    icir: meanIc / 0.31,
    tNaive: tHac * 1.4,
    tHac,
    pValue,
    qValueBh: Math.min(1, pValue * 2.2),
    passesHurdle: Math.abs(tHac) > 3,
    hitRate: 0.5 + meanIc
  };
}

export function sampleAgents(snapshot: string, seed: number) {
  const random = seededRandom(seed);
  const agents = AGENTS.map(([name, title], index) => agent(random, {name, title, index}));
  return {snapshot, timeframe: "1h", horizonCandles: 24, agents};
}

function agent(random: Random, {name, title, index}: {name: string; title: string; index: number}) {
  const hitRate = 0.5 + 0.012 * index;
  const curve = (slope: number) =>
    Array.from({length: 10}, (_, bin) => {
      const meanPredicted = 0.27 + 0.05 * bin;
      const count = Math.round(4000 * Math.exp(-(((bin - 4.5) / 2.4) ** 2)));
      return {meanPredicted, observed: 0.5 + slope * (meanPredicted - 0.5) + 0.01 * random.normal(), count};
    });
  return {
    name,
    title,
    description: `${title}: says how likely the price is to be higher 24 candles on.`,
    predictions: 21_400,
    resolved: 21_100,
    unresolved: 300,
    hitRate,
    hitRateLow: hitRate - 0.007,
    hitRateHigh: hitRate + 0.007,
    brier: 0.2505 - 0.0015 * index,
    brierSkill: index === 0 ? null : 0.006 * (index - 1),
    logLoss: 0.694 - 0.003 * index,
    ece: 0.012,
    auc: 0.5 + 0.015 * index,
    murphy: {reliability: 0.0004, resolution: 0.0008 * index, uncertainty: 0.25},
    pesaranTimmermannP: index > 2 ? 0.004 : 0.3,
    reliabilityRaw: curve(0.4 + 0.1 * index),
    reliabilityCalibrated: curve(0.85 + 0.03 * index),
    byMonth: MONTHS.map((month) => ({month, hitRate: hitRate + 0.015 * random.normal(), brier: 0.25, n: 2100})),
    bySymbol: SAMPLE_INSTRUMENTS.map((symbol) => ({
      symbol,
      hitRate: hitRate + 0.01 * random.normal(),
      brier: 0.25,
      n: 3500
    })),
    dieboldMariano: ["base rate", ...AGENTS.map(([other]) => other).filter((other) => other !== name)].map(
      (against) => ({
        against,
        statistic: random.normal(),
        p: random.next()
      })
    )
  };
}
