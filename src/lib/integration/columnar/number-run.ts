// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The columnar run on whole numbers in float64: exact where it answers, null where some figure is too long for it. */
import {accountOf} from "../../virtual-trading/trading-broker.js";
import {timeframeMs} from "../../vocabulary/timeframe.js";
import {columnLine, type EquityLine} from "../course/equity-line.js";
import type {StretchLine} from "../course/stretch-line.js";
import type {StrategyPlan} from "../strategy-plan.js";
import type {ColumnarTape} from "./columnar-lane.js";
import type {ColumnarRun} from "./columnar-run.js";
import {cashScale, laneFigures} from "./lane-figures.js";
import {NumberAccount} from "./number-account.js";
import {NumberDesk} from "./number-desk.js";
import {createPlannedRisk, type PlannedRisk} from "./planned-risk.js";
import {createRunScratch, type RunScratch} from "./run-scratch.js";

interface NumberRun {
  readonly account: NumberAccount;
  readonly risk: PlannedRisk;
  readonly desks: readonly NumberDesk[];
}

/** Null when the exact run must do it. */
export function runOnNumbers(
  plan: StrategyPlan,
  {lanes, clock}: ColumnarTape,
  scratch: RunScratch = createRunScratch()
): ColumnarRun | null {
  const {strategy, instruments} = plan;
  // Margin calls and liquidations are the broker's.
  if (accountOf(instruments) === "margin") return null;
  const figures = lanes.flatMap(({instrument}) => laneFigures(instrument, strategy.execution) ?? []);
  if (figures.length < lanes.length) return null;
  const account = new NumberAccount(strategy.startCapital, cashScale(figures, strategy.startCapital));
  const candleMs = timeframeMs(strategy.timeframe);
  const risk = createPlannedRisk({instruments, limits: strategy.decision.limits, candleMs});
  const {fills} = scratch;
  fills.clear();
  const desks = lanes.map(
    (lane, index) => new NumberDesk({plan, lane, figures: figures[index]!, index, account, fills, risk})
  );
  const startCapital = Number(strategy.startCapital);
  const {line, exposed} = marksOf({account, risk, desks}, {opens: clock.opens, startCapital, scratch});
  if (!account.isExact) return null;
  const fillLanes = lanes.map(({instrument, columns}, index) => {
    return {instrument, figures: figures[index]!, openTime: columns.openTime};
  });
  let equity: Float64Array | null = null;
  return {
    get times() {
      return clock.closes();
    },
    get equity() {
      equity ??= line.column();
      return equity;
    },
    line,
    finalEquity: line.length === 0 ? null : line.last,
    fillCount: fills.count,
    fills: () => fills.list(fillLanes),
    course: () => fills.course(fillLanes),
    rejected: desks.reduce((sum, desk) => sum + desk.rejected, 0),
    exposedMarks: exposed,
    arithmetic: "numbers"
  };
}

interface MarkedRun {
  readonly line: EquityLine;
  readonly exposed: number;
}

interface MarkRoom {
  readonly opens: Float64Array;
  readonly startCapital: number;
  readonly scratch: RunScratch;
}

function marksOf(run: NumberRun, {opens, startCapital, scratch}: MarkRoom): MarkedRun {
  const [only] = run.desks;
  if (only !== undefined && run.desks.length === 1) {
    const {stretches} = scratch;
    stretches.begin(startCapital, {close: only.lane.columns.close, first: only.lane.firstTraded});
    runOne(run, only, stretches);
    return {line: stretches, exposed: stretches.exposed};
  }
  if (scratch.equity.length !== opens.length) scratch.equity = new Float64Array(opens.length);
  const exposed = runMany(run, opens, scratch.equity);
  return {line: columnLine(scratch.equity, startCapital), exposed};
}

/** One instrument: between two changes of position a close costs a comparison, a product and a sum. */
function runOne({account, risk}: NumberRun, desk: NumberDesk, line: StretchLine): void {
  const {columns, firstTraded, place} = desk.lane;
  const {close, length} = columns;
  // One object for all stretches: thousands would be made in a run, and cleared away.
  const stretch = {from: firstTraded, to: length - 1, cash: account.cash, held: 0};
  for (let i = firstTraded; i < length && account.isExact; i++) {
    if (desk.orderSteps !== 0) desk.fillAt(i);
    stretch.from = i;
    stretch.to = length - 1;
    if (desk.held !== 0 && desk.isProtected) stretch.to = i;
    else stretch.to = desk.rules.change(desk.stays, stretch);
    i = stretch.to;
    // The close at which something is decided ends a stretch and belongs to it.
    stretch.to = i + 1;
    stretch.cash = account.cash;
    stretch.held = desk.held;
    line.add(stretch);
    risk.lastClose[place] = close[i]!;
    risk.cash = account.cash;
    risk.equity = line.last;
    risk.begin();
    desk.decideAt(i);
  }
}

function runMany({account, risk, desks}: NumberRun, opens: Float64Array, equity: Float64Array): number {
  const cursors = desks.map(({lane}) => lane.firstTraded);
  let exposed = 0;
  for (let slice = 0; slice < opens.length && account.isExact; slice++) {
    const open = opens[slice]!;
    let value = 0;
    for (let d = 0; d < desks.length; d++) {
      const desk = desks[d]!;
      const {columns, place} = desk.lane;
      const at = cursors[d]!;
      if (columns.openTime[at] === open) {
        if (desk.orderSteps !== 0) desk.fillAt(at);
        risk.lastClose[place] = columns.close[at]!;
      }
    }
    for (const desk of desks) {
      if (desk.held === 0) continue;
      value += desk.held * risk.lastClose[desk.lane.place]!;
    }
    if (value !== 0) exposed++;
    const mark = account.cash + value;
    equity[slice] = mark;
    risk.cash = account.cash;
    risk.equity = mark;
    risk.begin();
    for (let d = 0; d < desks.length; d++) {
      const desk = desks[d]!;
      const at = cursors[d]!;
      if (desk.lane.columns.openTime[at] !== open) continue;
      desk.decideAt(at);
      cursors[d] = at + 1;
    }
  }
  return exposed;
}
