/** Accuracy of agents over a snapshot, and the files of research that pages show. */
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {createAgentEngine} from "../../lib/agents/agent-engine.js";
import {createPredictionRows, type RegimeOf} from "../../lib/agents/scored-prediction.js";
import {volatilityRegimes} from "../../lib/agents/volatility-regime.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {MarketDataEvent} from "../../lib/events/market-data-event.js";
import {createFactorEngine} from "../../lib/factors/factor-engine.js";
import {type AgentAccuracyFile, researchRows} from "../../lib/integration/agent-research.js";
import type {StrategyPlan} from "../../lib/integration/strategy-plan.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {writeWhole} from "../run/write-run.js";

export interface MeasureAgentsRequest {
  readonly snapshot: string;
  readonly plan: StrategyPlan;
  readonly series: readonly TapeSeries[];
  /** All that factors and agents are to hear, in parts. */
  readonly tape: AsyncIterable<Iterable<MarketDataEvent>>;
}

/** Runs factors and agents over the tape, as the pipeline does, and scores what the agents said. */
export async function measureAgents(request: MeasureAgentsRequest): Promise<AgentAccuracyFile> {
  const {snapshot, plan, series, tape} = request;
  const {strategy, agents, factors, instruments} = plan;
  const {timeframe} = strategy;
  const {horizonCandles, learning, calibration} = strategy.agents;
  const calculating = createFactorEngine({instruments: instruments.map(({id}) => id), timeframe, factors});
  const predicting = createAgentEngine({agents, timeframe, horizonCandles, learning, calibration});
  const predictions = createPredictionRows(regimesOf(timeframe, series));
  const keep = (event: PapertapeEvent) => {
    if (event.fact === "PredictionMade") predictions.made(event);
    else if (event.fact === "PredictionScored") predictions.scored(event);
  };
  const predict = (values: PapertapeEvent) => predicting.handle(values, keep);
  for await (const part of tape)
    for (const event of part) {
      predicting.handle(event, keep);
      calculating.handle(event, predict);
    }
  return {snapshot, timeframe, horizonCandles, agents: researchRows(agents, predictions.rows())};
}

/** Volatility of each instrument against its own past, at each close. */
function regimesOf(timeframe: Timeframe, series: readonly TapeSeries[]): RegimeOf {
  const length = timeframeMs(timeframe);
  const regimes = new Map(
    series.map(({instrument, columns}) => {
      const labels = volatilityRegimes(columns.close);
      return [
        instrument as string,
        new Map(labels.map((label, row) => [(columns.openTime[row] ?? Number.NaN) + length, label]))
      ];
    })
  );
  return (instrument, madeAt) => regimes.get(instrument)?.get(madeAt) ?? null;
}

/** Writes `data/research/<name>.json` whole. */
export async function writeResearch(folder: string, name: string, content: unknown): Promise<void> {
  await mkdir(folder, {recursive: true});
  await writeWhole(join(folder, `${name}.json`), `${JSON.stringify(content)}\n`);
}
