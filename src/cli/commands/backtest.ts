/** `papertape backtest`: a strategy over a snapshot through the full pipeline; writes data/runs/<id>/. */

import type {RunReport} from "../../lib/integration/run-report.js";
import {planStrategy} from "../../lib/integration/strategy-plan.js";
import {projectPaths} from "../../loaders/configuration/project-paths.js";
import {writeResearch} from "../../loaders/research/measure.js";
import {type BacktestRun, runAndWriteBacktest} from "../../loaders/research/run-backtest.js";
import {updateSiteRecord} from "../../loaders/research/site-info.js";
import {openSnapshotMarket} from "../../loaders/research/snapshot-series.js";
import {codeCommit} from "../../loaders/workbench/code-commit.js";
import {fundingNotes, withFlows} from "../../loaders/workbench/tape-flows.js";
import {cutTape} from "../../loaders/workbench/tape-source.js";
import {textOption, timeOption} from "../option-values.js";
import {registeredRun} from "../register-run.js";
import type {CommandContext} from "../run-command.js";
import {strategyOf} from "../strategy-option.js";
import {textTable} from "../text-table.js";

/** Decision records that the page shows: the newest. */
const SHOWN_DECISIONS = 500;

export async function run({options, positional, terminal}: CommandContext): Promise<unknown> {
  const paths = projectPaths();
  const strategy = strategyOf(options, String(positional[0]));
  const from = timeOption(options, "from");
  const to = timeOption(options, "to");
  const market = await openSnapshotMarket(
    paths.snapshots,
    textOption(options, "snapshot") ?? "latest",
    strategy.timeframe
  );
  const flows = market.flows();
  try {
    const plan = planStrategy(strategy, market.instruments);
    const series = await market.readSeries(plan.instruments);
    const range = {...(from === undefined ? {} : {from}), ...(to === undefined ? {} : {to})};
    const finer = await market.readFiner(plan.instruments, strategy.execution.finerTimeframe);
    const {timeframe, warmUpCandles} = strategy;
    const cut = await withFlows(cutTape(series, {...range, timeframe, warmUpCandles, finer}), plan, flows);
    const step = terminal.step(`backtest of ${strategy.name}`);
    const commit = codeCommit();
    const {firstOpenTime, lastOpenTime} = cut;
    const place = {plan, snapshot: market.id, codeCommit: commit, firstOpenTime, lastOpenTime};
    const result = await registeredRun(place, (registered) =>
      runAndWriteBacktest({
        ...registered,
        plan,
        cut,
        snapshot: market.id,
        isSimulated: market.manifest.isSimulated,
        codeCommit: commit,
        folder: paths.runs,
        onProgress: (share) => step.update(share, `${cut.candles} candles`)
      })
    );
    step.done(`${result.record.candles} candles, ${result.record.events} events`);
    for (const note of fundingNotes(cut, plan)) terminal.print(note);
    await updateSiteRecord(paths.data, {run: result.id, snapshot: market.id, isSimulated: market.manifest.isSimulated});
    await writeResearch(paths.research, "decisions", shownDecisions(result));
    terminal.print(figures(result.report));
    terminal.print(`\nrun ${result.id}   report ${result.folder}/report.json`);
    terminal.print(`tape ${(result.report.tape ?? []).join(", ")}   filled by ${result.report.rules}`);
    terminal.print(`trading digest ${result.digest}`);
    const {report: _, record: __, trial: ___, ...summary} = result;
    return {...summary, tape: result.report.tape, statistics: result.report.statistics};
  } finally {
    await flows.close();
    market.close();
  }
}

function figures({statistics}: RunReport): string {
  return textTable(
    Object.values(statistics).map(({label, value, unit, reason, low, high}) => ({
      figure: label,
      value:
        value === null
          ? `– (${reason ?? "undefined"})`
          : unit === "fraction"
            ? `${(value * 100).toFixed(2)} %`
            : String(Number(value.toPrecision(5))),
      "95 % interval":
        low === undefined || low === null || high === undefined || high === null
          ? ""
          : `${low.toFixed(2)} to ${high.toFixed(2)}`
    }))
  );
}

function shownDecisions({id, record}: BacktestRun): unknown {
  const kept = record.decisions.length > 0 ? record.decisions : [...record.signals.values()];
  const raised = kept.filter(({fact}) => fact === "TradeSignalRaised").slice(-SHOWN_DECISIONS / 2);
  const newest = kept.slice(-SHOWN_DECISIONS / 2);
  const chosen = [...new Set([...raised, ...newest])].sort((a, b) => b.payload.closeTime - a.payload.closeTime);
  return {run: id, decisions: chosen.map(({id: decision, fact, payload}) => ({id: decision, fact, ...payload}))};
}
