/** The overview's first line: what there is, how fresh, how sure. */
import type {AgentsFile} from "./agent-report.js";
import {type FactorsFile, strongestHorizon} from "./factor-report.js";
import {ABSENT, age, compact, decimal, percent, signedPercent, tone, whole} from "./format.js";
import type {DaemonStatus} from "./live-shapes.js";
import {runFigures} from "./run-figures.js";
import type {RunHead} from "./run-head.js";
import type {CoverageFile, SiteInfo} from "./site-info.js";
import type {Tile} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export interface OverviewInput {
  readonly site: SiteInfo;
  readonly coverage: CoverageFile;
  readonly factors: FactorsFile;
  readonly agents: AgentsFile;
  readonly run: RunHead | undefined;
  readonly zone: Zone;
}

export function overviewTiles(input: OverviewInput): readonly Tile[] {
  return [
    ...dataTiles(input),
    ...researchTiles(input),
    ...runFigures(input.run?.statistics ?? {}, ["totalReturn", "benchmarkReturn", "maximumDrawdown", "sharpe"])
  ];
}

function dataTiles({coverage, zone}: OverviewInput): readonly Tile[] {
  const {series} = coverage;
  const candles = series.reduce((sum, one) => sum + one.candles, 0);
  const missing = series.reduce((sum, one) => sum + one.missing, 0);
  const newest = Math.max(...series.map((one) => one.last));
  return [
    {
      label: "Candles",
      value: series.length === 0 ? ABSENT : compact(candles),
      detail: series.length === 0 ? null : `${percent(candles / (candles + missing), 2)} complete`,
      explanation: "In the snapshot; a gap stays a gap and is counted.",
      reason: "no snapshot yet: papertape snapshot"
    },
    {
      label: "Newest candle",
      value: series.length === 0 ? ABSENT : zone.date(newest),
      detail: series.length === 0 ? null : `${zone.dateTime(newest).slice(11)} ${zone.name}`,
      explanation: "Open of the last candle in the snapshot.",
      reason: "no snapshot yet"
    }
  ];
}

function researchTiles({factors, agents}: OverviewInput): readonly Tile[] {
  const best = factors.factors.map(strongestHorizon);
  const survivors = best.filter((one) => one?.passesHurdle && (one.qValueBh ?? 1) < 0.05).length;
  const right = agents.agents.filter(({hitRateLow}) => hitRateLow !== null && hitRateLow > 0.5).length;
  return [
    {
      label: "Factors that survive",
      value: best.length === 0 ? ABSENT : `${survivors} of ${whole(best.length)}`,
      explanation: "Past the multiple-testing hurdle: t beyond 3 and q below 0.05.",
      reason: "none measured yet: papertape factors"
    },
    {
      label: "Agents better than a coin",
      value: agents.agents.length === 0 ? ABSENT : `${right} of ${whole(agents.agents.length)}`,
      explanation: "Those whose whole 95 % interval of the hit rate lies above a half.",
      reason: "none scored yet: papertape agents"
    }
  ];
}

/** The running account in four figures. */
export function liveTiles(status: DaemonStatus, zone: Zone): readonly Tile[] {
  const {equity, equityHistory = [], trading, lastCloseTime, marketTime} = status;
  const start = equityHistory[0]?.equity;
  const change = equity && start ? equity.equity / start - 1 : null;
  return [
    {
      label: "Paper equity",
      value: decimal(equity?.equity),
      detail: equity ? `at ${zone.dateTime(equity.closeTime)}` : null,
      explanation: "Cash plus positions at their last close. No real money is used.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Change",
      value: signedPercent(change, 2),
      detail: equityHistory[0] ? `since ${zone.dateTime(equityHistory[0].closeTime)}` : null,
      tone: tone(change),
      explanation: "Over the marks shown below, after all costs.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Trading",
      value: trading ?? ABSENT,
      detail: equity ? `${percent(equity.exposure)} invested` : null,
      explanation: "Active, paused (exits only) or halted (nothing).",
      reason: "the daemon does not say"
    },
    {
      label: "Data",
      value: lastCloseTime && marketTime ? `${age(marketTime - lastCloseTime)} old` : ABSENT,
      detail: lastCloseTime ? `newest close ${zone.dateTime(lastCloseTime)}` : null,
      explanation: "Age of the newest candle, in market time.",
      reason: "no candle yet"
    }
  ];
}
