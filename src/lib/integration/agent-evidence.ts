// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * What may be said of agents while they still run: a bet against them that may be watched at any time (METHODS S14),
 * intervals of their returns that keep their coverage (S11), and what each adds to all of them together (E7).
 */
import type {ScoredPrediction} from "../agents/scored-prediction.js";
import {bettingTest} from "../statistics/anytime-valid.js";
import {adaptiveConformal, residualScores} from "../statistics/conformal.js";
import {agentContributions} from "../statistics/ensemble-card.js";
import {mean} from "../statistics/moments.js";
import {quantile} from "../statistics/quantile.js";

export interface WatchedBet {
  /** Closes a whole horizon apart: each outcome is known before the next stake. */
  readonly closes: number;
  /** Of a bettor who began with 1 and bets that the agent beats the base rate; 20 is proof at 5 %, whenever one looks. */
  readonly wealth: number;
  readonly largest: number;
  /** A p-value that stays valid however often one looks. */
  readonly p: number;
  /** Close at which the wealth first passed 20; null while it has not. */
  readonly provenAt: number | null;
  readonly curve: readonly {readonly time: number; readonly wealth: number}[];
}

export interface ReturnInterval {
  readonly n: number;
  readonly wanted: number;
  /** Share of returns that fell within. */
  readonly coverage: number | null;
  /** Median half-width, as a fraction; infinite ones left out. */
  readonly halfWidth: number | null;
}

export interface Contribution {
  readonly predictions: number;
  /** Log loss of the others' mean less that of everybody's: above 0 the agent helps. */
  readonly leaveOneOut: number | null;
  /** Its share of what the mean of all agents gains on a coin (Shapley); all shares add up to that gain. */
  readonly shapley: number;
}

export interface AgentEvidence {
  readonly bet: WatchedBet | null;
  readonly interval: ReturnInterval | null;
  readonly contribution: Contribution | null;
}

const PROOF = 20;
const LEVEL = 0.9;
/** Of adaptive conformal inference: how fast the level follows misses (Gibbs and Candes 2021). */
const STEP = 0.01;
const FEWEST_CASES = 30;
const CURVE_POINTS = 200;
/** Predictions behind the shares of agents; a longer history is thinned evenly. */
const MOST_SHARED = 2_000;
/** With more agents shares would have to be drawn by chance. */
const MOST_AGENTS = 10;

/** By agent. @param rows in order of time */
export function agentEvidence(rows: readonly ScoredPrediction[]): ReadonlyMap<string, AgentEvidence> {
  const scored = rows.filter(({outcomeReturn}) => outcomeReturn !== null);
  const byAgent = grouped(scored, ({agent}) => agent);
  const contributions = contributionsOf(byAgent);
  return new Map(
    Array.from(byAgent, ([agent, own]) => {
      const apart = aHorizonApart(own);
      return [agent, {bet: betOf(apart), interval: intervalOf(apart), contribution: contributions.get(agent) ?? null}];
    })
  );
}

/** Predictions of every close that comes a whole horizon after the last one taken. */
function aHorizonApart(rows: readonly ScoredPrediction[]): readonly ScoredPrediction[] {
  const kept: ScoredPrediction[] = [];
  let taken = Number.NEGATIVE_INFINITY;
  let free = Number.NEGATIVE_INFINITY;
  for (const row of rows) {
    if (row.madeAt !== taken && row.madeAt < free) continue;
    if (row.madeAt !== taken) free = row.resolvesAt;
    taken = row.madeAt;
    kept.push(row);
  }
  return kept;
}

/** On the Brier score, which is bounded, against the share of rises before each close. */
function betOf(rows: readonly ScoredPrediction[]): WatchedBet | null {
  let rises = 0;
  let seen = 0;
  const closes: {time: number; gain: number}[] = [];
  for (const [time, slice] of grouped(rows, ({madeAt}) => madeAt)) {
    const base = (rises + 1) / (seen + 2);
    const gains = slice.map(({calibratedProbabilityUp: p, outcomeReturn}) => {
      const up = outcomeReturn! > 0 ? 1 : 0;
      rises += up;
      seen++;
      return (base - up) ** 2 - (p - up) ** 2;
    });
    closes.push({time, gain: mean(gains)});
  }
  if (closes.length < FEWEST_CASES) return null;
  const {wealth, p, rejectedAt} = bettingTest(
    Float64Array.from(closes, ({gain}) => gain),
    {bound: 1, alpha: 1 / PROOF}
  );
  const every = Math.ceil(closes.length / CURVE_POINTS);
  return {
    closes: closes.length,
    wealth: wealth.at(-1)!,
    largest: wealth.reduce((most, value) => Math.max(most, value), 1),
    p,
    provenAt: rejectedAt === null ? null : closes[rejectedAt]!.time,
    curve: closes.flatMap(({time}, i) =>
      i % every === 0 || i === closes.length - 1 ? [{time, wealth: wealth[i]!}] : []
    )
  };
}

/** Each instrument by itself, since its returns have a size of their own; null where the agent expects no return. */
function intervalOf(rows: readonly ScoredPrediction[]): ReturnInterval | null {
  let n = 0;
  let inside = 0;
  const widths: number[] = [];
  for (const own of grouped(rows, ({instrument}) => instrument).values()) {
    const cases = own.filter(({expectedReturn}) => expectedReturn !== null);
    if (cases.length < 2 * FEWEST_CASES) continue;
    const scores = residualScores(
      cases.map(({expectedReturn}) => expectedReturn!),
      cases.map(({outcomeReturn}) => outcomeReturn!)
    );
    const past = scores.subarray(0, FEWEST_CASES);
    const {limits, misses} = adaptiveConformal(past, scores.subarray(FEWEST_CASES), {alpha: 1 - LEVEL, step: STEP});
    n += misses.length;
    inside += misses.length - misses.reduce((sum, miss) => sum + miss, 0);
    for (const limit of limits) if (Number.isFinite(limit)) widths.push(limit);
  }
  if (n === 0) return null;
  return {n, wanted: LEVEL, coverage: inside / n, halfWidth: widths.length === 0 ? null : quantile(widths, 0.5)};
}

/** On the predictions that all agents made of the same instrument and close. */
function contributionsOf(byAgent: ReadonlyMap<string, readonly ScoredPrediction[]>): ReadonlyMap<string, Contribution> {
  const names = [...byAgent.keys()].sort();
  if (names.length < 2 || names.length > MOST_AGENTS) return new Map();
  const placeOf = ({instrument, madeAt}: ScoredPrediction) => `${madeAt} ${instrument}`;
  const said = names.map((name) => new Map(byAgent.get(name)!.map((row) => [placeOf(row), row])));
  const common = [...said[0]!.keys()].filter((place) => said.every((own) => own.has(place)));
  const every = Math.ceil(common.length / MOST_SHARED);
  const places = common.filter((_, index) => index % every === 0);
  if (places.length < FEWEST_CASES) return new Map();
  const probabilities = said.map((own) =>
    Float64Array.from(places, (place) => own.get(place)!.calibratedProbabilityUp)
  );
  const outcomes = Float64Array.from(places, (place) => (said[0]!.get(place)!.outcomeReturn! > 0 ? 1 : 0));
  return new Map(
    agentContributions(probabilities, outcomes).map(({agent, leaveOneOut, shapley}) => [
      names[agent]!,
      {predictions: places.length, leaveOneOut, shapley}
    ])
  );
}

/** In the order in which keys come first, rows in theirs. */
function grouped<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
