/** Research over a snapshot, written for the pages: impact of factors, accuracy of agents. */
import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {createAgentEngine} from "../../lib/agents/agent-engine.js";
import {createPredictionRows, type RegimeOf} from "../../lib/agents/scored-prediction.js";
import {volatilityRegimes} from "../../lib/agents/volatility-regime.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
import type {Factor} from "../../lib/factors/factor.js";
import {createFactorEngine} from "../../lib/factors/factor-engine.js";
import {type AgentAccuracyFile, researchRows} from "../../lib/integration/agent-research.js";
import type {FactorImpactFile} from "../../lib/integration/factor-impact.js";
import {researchFactors} from "../../lib/integration/factor-research.js";
import {MINIMUM_INSTRUMENTS, type ResearchCosts} from "../../lib/integration/factor-setting.js";
import {researchPanels} from "../../lib/integration/research-panel.js";
import type {StrategyPlan} from "../../lib/integration/strategy-plan.js";
import {candleTape, type TapeSeries} from "../../lib/market-data/candle-tape.js";
import {type Timeframe, timeframeMs} from "../../lib/vocabulary/timeframe.js";
import {writeWhole} from "../run/write-run.js";

export interface MeasureFactorsRequest {
  readonly snapshot: string;
  readonly timeframe: Timeframe;
  readonly series: readonly TapeSeries[];
  readonly factors: readonly Factor[];
  readonly horizons: readonly number[];
  readonly costs?: ResearchCosts;
  readonly onProgress?: (share: number, note: string) => void;
}

export function measureFactors(request: MeasureFactorsRequest): FactorImpactFile {
  const {snapshot, timeframe, series, factors, horizons, costs, onProgress} = request;
  onProgress?.(0, "calculating values");
  const panels = researchPanels(timeframe, series, factors);
  const measured = researchFactors({
    panels,
    factors,
    horizons,
    ...(costs === undefined ? {} : {costs}),
    onFactor: (done) => onProgress?.(0.3 + (0.7 * done) / factors.length, factors[done - 1]?.name ?? "")
  });
  return {
    snapshot,
    timeframe,
    horizons,
    instruments: panels.closes.symbols,
    method: panels.closes.symbols.length >= MINIMUM_INSTRUMENTS ? "cross-section" : "over-time",
    tests: measured.flatMap((factor) => factor.horizons).filter(({pValue}) => pValue !== null).length,
    factors: measured
  };
}

export interface MeasureAgentsRequest {
  readonly snapshot: string;
  readonly plan: StrategyPlan;
  readonly series: readonly TapeSeries[];
}

/** Runs factors and agents over the series, as the pipeline does, and scores what the agents said. */
export function measureAgents({snapshot, plan, series}: MeasureAgentsRequest): AgentAccuracyFile {
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
  for (const event of candleTape(timeframe, series)) {
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
