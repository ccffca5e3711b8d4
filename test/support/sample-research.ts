/** Invented results of agents, in the shape of data/research, for tests of pages. */
import {type Random, seededRandom} from "../../src/lib/core/random.js";
import type {AgentAccuracy, AgentAccuracyFile} from "../../src/lib/integration/agent-research.js";
import {SAMPLE_INSTRUMENTS} from "./sample-market.js";

const MONTHS = Array.from({length: 10}, (_, month) => `2025-${String(month + 1).padStart(2, "0")}`);
const AGENTS: readonly (readonly [string, string])[] = [
  ["trend", "Trend follower"],
  ["mean-reversion", "Mean reversion"],
  ["volatility-breakout", "Volatility breakout"],
  ["online-logistic", "Online logistic model"],
  ["nearest-neighbours", "Nearest neighbours"]
];

export function sampleAgents(snapshot: string, seed: number): AgentAccuracyFile {
  const random = seededRandom(seed);
  const agents = AGENTS.map(([name, title], index) => agent(random, {name, title, index}));
  return {snapshot, timeframe: "1h", horizonCandles: 24, agents};
}

function agent(random: Random, {name, title, index}: {name: string; title: string; index: number}): AgentAccuracy {
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
    logLossRaw: 0.696 - 0.003 * index,
    ece: 0.012,
    eceRaw: 0.03,
    eceByChance: 0.004,
    verdict: {bias: 0.004, biasT: 0.7, surenessT: -0.4, isCalibrated: true},
    verdictRaw: {bias: 0.012, biasT: 1.9, surenessT: -4.2, isCalibrated: false},
    againstBaseRate: {statistic: -0.4 * index, p: 0.3},
    closes: 7_100,
    effectiveCloses: 410,
    corp: {miscalibration: 0.0004, discrimination: 0.0008 * index, uncertainty: 0.25},
    meanReturnWhenLong: 0.0004,
    auc: 0.5 + 0.015 * index,
    murphy: {reliability: 0.0004, resolution: 0.0008 * index, uncertainty: 0.25},
    pesaranTimmermannP: index > 2 ? 0.004 : 0.3,
    reliabilityRaw: curve(0.4 + 0.1 * index),
    reliabilityCalibrated: curve(0.85 + 0.03 * index),
    byMonth: MONTHS.map((month) => ({month, ...accuracy(hitRate + 0.015 * random.normal()), n: 2100})),
    byRegime: ["calm", "usual", "wild"].map((regime) => ({regime, ...accuracy(hitRate), n: 7000})),
    bySymbol: SAMPLE_INSTRUMENTS.map((instrument) => ({
      instrument,
      ...accuracy(hitRate + 0.01 * random.normal()),
      n: 3500
    })),
    evidence: {
      bet: {
        ...{closes: 180, wealth: 0.8 + index, largest: 1.2 + index, p: 1 / (1.2 + index), provenAt: null},
        curve: Array.from({length: 60}, (_, i) => ({
          time: Date.UTC(2024, 0, 1) + i * 72 * 3_600_000,
          wealth: 1 + ((index - 0.2) * i) / 60
        }))
      },
      interval: index === 0 ? null : {n: 700, wanted: 0.9, coverage: 0.893, halfWidth: 0.041},
      contribution: {predictions: 2_000, leaveOneOut: 0.0004 * (index - 1), shapley: 0.0006 * index}
    },
    dieboldMariano: ["base rate", ...AGENTS.map(([other]) => other).filter((other) => other !== name)].map(
      (against) => ({
        against,
        statistic: random.normal(),
        p: random.next()
      })
    )
  };
}

function accuracy(hitRate: number) {
  return {hitRate, brier: 0.25, brierSkill: hitRate - 0.5, logLoss: 0.694};
}
