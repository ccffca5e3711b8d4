/** `papertape factors`: the catalogue, or the measured impact of factors over a snapshot. */
import {availableParallelism} from "node:os";
import {STANDARD_FACTORS} from "../../lib/agents/standard-factors.js";
import {FACTOR_DEFINITIONS} from "../../lib/factors/catalogue.js";
import {withoutSets} from "../../lib/factors/factor-named.js";
import type {FactorImpactFile} from "../../lib/integration/factor-impact.js";
import {factorsNamed, planStrategy} from "../../lib/integration/strategy-plan.js";
import {loadConfiguration} from "../../loaders/configuration/load-configuration.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {writeResearch} from "../../loaders/research/measure.js";
import {measureFactors} from "../../loaders/research/measure-factors.js";
import {updateSiteRecord} from "../../loaders/research/site-info.js";
import {openSnapshotMarket} from "../../loaders/research/snapshot-series.js";
import {tapeParts, withFlows} from "../../loaders/workbench/tape-flows.js";
import {cutTape} from "../../loaders/workbench/tape-source.js";
import {countOption, listOption, textOption, timeframesOption} from "../option-values.js";
import {type CommandContext, wrongInput} from "../run-command.js";
import {strategyOf} from "../strategy-option.js";
import {textTable} from "../text-table.js";

export async function run(context: CommandContext): Promise<unknown> {
  return context.options.list === true ? list(context) : measure(context);
}

function list({terminal}: CommandContext): unknown {
  const rows = FACTOR_DEFINITIONS.flatMap(({family, title, description, factors}) =>
    factors.map(({name, warmUp}) => ({name, family, "warm-up": warmUp, title, description}))
  );
  terminal.print(
    textTable(rows.map(({name, family, "warm-up": warmUp, title}) => ({name, family, "warm-up": warmUp, title})))
  );
  return rows;
}

async function measure({options, terminal}: CommandContext): Promise<unknown> {
  const paths = projectPaths();
  const {configuration} = loadConfiguration();
  const strategy = strategyOf(options, configuration.strategy);
  const timeframe = timeframesOption(options)?.[0] ?? strategy.timeframe;
  const market = await openSnapshotMarket(paths.snapshots, textOption(options, "snapshot") ?? "latest", timeframe);
  try {
    const plan = planStrategy({...strategy, timeframe}, market.instruments);
    const wished = listOption(options, "factors") ?? [...plan.factors.map(({name}) => name), ...STANDARD_FACTORS];
    const named = withoutSets(wished);
    const step = terminal.step("impact of factors");
    const factors = factorsNamed(named, "papertape factors");
    const series = await market.readSeries(plan.instruments);
    // Factors may look at trades, books, funding and positions too: they hear what a backtest would let them hear.
    const heard = {...plan, factors};
    const cut = cutTape(series, {timeframe, warmUpCandles: 0, finer: null});
    const result = await measureFactors({
      snapshot: market.id,
      timeframe,
      series,
      tape: tapeParts(await withFlows(cut, heard, market.flows()), heard),
      factors,
      horizons: horizonsOf(listOption(options, "horizons")),
      threads: countOption(options, "workers", 1) ?? availableParallelism(),
      onProgress: (share, note) => step.update(share, note)
    });
    step.done(`${named.length} factors, ${result.instruments.length} instruments, ${result.method}`);
    await writeResearch(paths.research, "factors", result);
    await updateSiteRecord(paths.data, {snapshot: market.id, isSimulated: market.manifest.isSimulated});
    terminal.print(leaderboard(result));
    return result;
  } finally {
    market.close();
  }
}

function horizonsOf(texts: readonly string[] | undefined): readonly number[] {
  const horizons = (texts ?? ["1", "4", "24"]).map(Number);
  if (horizons.some((horizon) => !Number.isInteger(horizon) || horizon < 1))
    throw wrongInput("--horizons are whole numbers of candles, like 1 4 24");
  return horizons;
}

function leaderboard({factors}: FactorImpactFile): string {
  const rows = factors.flatMap(({name, horizons}) => horizons.map((horizon) => ({name, ...horizon})));
  return textTable(
    rows
      .sort((a, b) => Math.abs(b.tHac ?? 0) - Math.abs(a.tHac ?? 0))
      .slice(0, 25)
      .map((row) => ({
        factor: row.name,
        horizon: row.horizonCandles,
        n: row.observations,
        "mean IC": rounded(row.meanIc, 4),
        t: rounded(row.tHac, 2),
        "naive t": rounded(row.tNaive, 2),
        p: rounded(row.pValue, 4),
        "q (BH)": rounded(row.qValueBh, 4),
        "|t| > 3": row.passesHurdle ? "yes" : "no",
        "not known because": row.meanIc === null ? reasonOf(row) : ""
      }))
  );
}

/** What most pairs of instrument and close were left out for. */
function reasonOf({dropped}: FactorImpactFile["factors"][number]["horizons"][number]): string {
  const [most] = Object.entries(dropped).sort(([, a], [, b]) => b - a);
  return most === undefined ? "no candles" : most[0];
}

function rounded(value: number | null, digits: number): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}
