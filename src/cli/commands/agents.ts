/** `papertape agents`: the catalogue, or how right and how well calibrated the agents were over a snapshot. */
import {AGENT_CATALOGUE} from "../../lib/agents/catalogue.js";
import {planStrategy} from "../../lib/integration/strategy-plan.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {measureAgents, writeResearch} from "../../loaders/research/measure.js";
import {updateSiteRecord} from "../../loaders/research/site-info.js";
import {openSnapshotMarket} from "../../loaders/research/snapshot-series.js";
import {tapeParts, withFlows} from "../../loaders/workbench/tape-flows.js";
import {cutTape} from "../../loaders/workbench/tape-source.js";
import {countOption, textOption, timeframesOption} from "../option-values.js";
import type {CommandContext} from "../run-command.js";
import {strategyOf} from "../strategy-option.js";
import {textTable} from "../text-table.js";

export async function run(context: CommandContext): Promise<unknown> {
  return context.options.list === true ? list(context) : score(context);
}

function list({terminal}: CommandContext): unknown {
  const rows = AGENT_CATALOGUE.map(({name, title, description, factors}) => ({
    name,
    title,
    factors: factors.length,
    description
  }));
  terminal.print(textTable(rows.map(({name, title, factors}) => ({name, title, factors}))));
  return rows;
}

async function score({options, terminal}: CommandContext): Promise<unknown> {
  const paths = projectPaths();
  const strategy = strategyOf(options, loadConfiguration().configuration.strategy);
  const timeframe = timeframesOption(options)?.[0] ?? strategy.timeframe;
  const horizonCandles = countOption(options, "horizon", 1) ?? strategy.agents.horizonCandles;
  const market = await openSnapshotMarket(paths.snapshots, textOption(options, "snapshot") ?? "latest", timeframe);
  try {
    const plan = planStrategy(
      {...strategy, timeframe, agents: {...strategy.agents, horizonCandles}},
      market.instruments
    );
    const step = terminal.step("predictions of agents");
    step.update(null, `${plan.agents.length} agents, ${plan.instruments.length} instruments`);
    const series = await market.readSeries(plan.instruments);
    const cut = cutTape(series, {timeframe, warmUpCandles: 0, finer: null});
    const tape = tapeParts(await withFlows(cut, plan, market.flows()), plan);
    const result = await measureAgents({snapshot: market.id, plan, series, tape});
    step.done(`${result.agents.reduce((sum, {predictions}) => sum + predictions, 0)} predictions scored`);
    await writeResearch(paths.research, "agents", result);
    await updateSiteRecord(paths.data, {snapshot: market.id, isSimulated: market.manifest.isSimulated});
    if (result.agents.length === 0)
      terminal.print(
        "No agent made a prediction: their factors are undefined over these candles (too few of them, or prices that never move)."
      );
    terminal.print(
      textTable(
        result.agents.map((agent) => ({
          agent: agent.name,
          resolved: agent.resolved,
          "hit rate": percent(agent.hitRate),
          "Wilson 95 %": `${percent(agent.hitRateLow)} to ${percent(agent.hitRateHigh)}`,
          Brier: rounded(agent.brier, 4),
          skill: rounded(agent.brierSkill, 4),
          "log loss": rounded(agent.logLoss, 4),
          "ECE raw": rounded(agent.eceRaw, 4),
          ECE: rounded(agent.ece, 4),
          AUC: rounded(agent.auc, 4),
          "PT p": rounded(agent.pesaranTimmermannP, 4)
        }))
      )
    );
    return result;
  } finally {
    market.close();
  }
}

function percent(value: number | null): string {
  return value === null ? "–" : `${(value * 100).toFixed(2)} %`;
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
