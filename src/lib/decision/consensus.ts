/**
 * What the agents say together: a logarithmic opinion pool of their calibrated probabilities (METHODS E3), and whose
 * word and which factor it is made of. All shares lie on the exact grid: agents and factors each sum to the score to
 * the last bit, in any order of adding.
 */
import {onExactGrid} from "../core/exact-grid.js";
import type {PredictionMade} from "../events/prediction-event.js";
import type {TradeSignalRaised} from "../events/trade-signal-event.js";
import type {ShareLayout, ShareLayoutOf} from "./share-layout.js";

type AgentShare = TradeSignalRaised["payload"]["agents"][number];
type FactorShare = TradeSignalRaised["payload"]["factors"][number];

export interface Consensus {
  /** Log-odds. */
  readonly score: number;
  readonly probabilityUp: number;
  /** Fraction over the horizon: the agents' expectations, weighted. */
  readonly expectedReturn: number;
  readonly horizonCandles: number;
  readonly agents: AgentShare[];
  readonly factors: FactorShare[];
}

/** What the agents' own leanings add, apart from any factor. */
export const BIAS_SHARE = "(bias)";
/** What calibration moved: calibrated less raw log-odds. */
export const CALIBRATION_SHARE = "(calibration)";

/** Probabilities are pooled inside [1e-6, 1 - 1e-6]: one agent's certainty must not silence the others. */
const EDGE = 1e-6;

export interface PoolOptions {
  /** Relative weight of an agent; the weights of those who speak are scaled to sum to 1. */
  readonly weightOf: (agent: string) => number;
  readonly layoutOf: ShareLayoutOf;
}

/** Null when nobody speaks. */
export function poolPredictions(
  predictions: readonly PredictionMade[],
  {weightOf, layoutOf}: PoolOptions
): Consensus | null {
  if (predictions.length === 0) return null;
  const layout = layoutOf(predictions);
  const {weights} = layout;
  let mass = 0;
  for (let i = 0; i < predictions.length; i++) {
    const weight = weightOf((predictions[i] as PredictionMade).payload.agent);
    weights[i] = weight;
    mass += weight;
  }
  const agents = new Array<AgentShare>(predictions.length);
  let score = 0;
  let expectedReturn = 0;
  for (let i = 0; i < predictions.length; i++) {
    const {id, payload} = predictions[i] as PredictionMade;
    // Where all who speak have lost their weight, they speak alike.
    const weight = mass > 0 ? (weights[i] as number) / mass : 1 / predictions.length;
    const contribution = onExactGrid(weight * logOdds(payload.calibratedProbabilityUp));
    score += contribution;
    expectedReturn += weight * payload.expectedReturn;
    agents[i] = {
      agent: payload.agent,
      prediction: id,
      weight,
      calibratedProbabilityUp: payload.calibratedProbabilityUp,
      contribution
    };
  }
  return {
    score,
    probabilityUp: 1 / (1 + Math.exp(-score)),
    expectedReturn,
    horizonCandles: (predictions[0] as PredictionMade).payload.horizonCandles,
    agents,
    factors: factorShares({predictions, agents, score, layout})
  };
}

interface Attribution {
  readonly predictions: readonly PredictionMade[];
  readonly agents: readonly AgentShare[];
  readonly score: number;
  readonly layout: ShareLayout;
}

/** Factors in order of first mention, then what belongs to none; calibration takes the rest, exactly. */
function factorShares({predictions, agents, score, layout}: Attribution): FactorShare[] {
  const {names, sums} = layout;
  sums.fill(0);
  let bias = 0;
  let explained = 0;
  for (let i = 0; i < predictions.length; i++) {
    const {payload} = predictions[i] as PredictionMade;
    const {weight} = agents[i] as AgentShare;
    const rows = layout.rows[i] as readonly number[];
    for (let k = 0; k < rows.length; k++) {
      const part = onExactGrid(weight * (payload.contributions[k] as number));
      sums[rows[k] as number] = (sums[rows[k] as number] as number) + part;
      explained += part;
    }
    bias += onExactGrid(weight * payload.bias);
  }
  const shares = new Array<FactorShare>(names.length + 2);
  for (let i = 0; i < names.length; i++) shares[i] = {factor: names[i] as string, contribution: sums[i] as number};
  shares[names.length] = {factor: BIAS_SHARE, contribution: bias};
  shares[names.length + 1] = {factor: CALIBRATION_SHARE, contribution: score - explained - bias};
  return shares;
}

function logOdds(probability: number): number {
  const p = Math.min(Math.max(probability, EDGE), 1 - EDGE);
  return Math.log(p / (1 - p));
}
