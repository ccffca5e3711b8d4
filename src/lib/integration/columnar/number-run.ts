// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** The columnar run on whole numbers in float64: exact where it answers, null where some figure is too long for it. */
import {accountOf} from "../../virtual-trading/trading-broker.js";
import {timeframeMs} from "../../vocabulary/timeframe.js";
import {EquityPass} from "../course/equity-pass.js";
import type {StrategyPlan} from "../strategy-plan.js";
import type {ColumnarTape} from "./columnar-lane.js";
import type {ColumnarRun} from "./columnar-run.js";
import {cashScale, laneFigures} from "./lane-figures.js";
import {NumberAccount} from "./number-account.js";
import {NumberDesk} from "./number-desk.js";
import {markStretch} from "./number-stretch.js";
import {createPlannedRisk, type PlannedRisk} from "./planned-risk.js";
import {createRunScratch, type RunScratch} from "./run-scratch.js";

interface NumberRun {
  readonly account: NumberAccount;
  readonly risk: PlannedRisk;
  readonly desks: readonly NumberDesk[];
  readonly pass: EquityPass;
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
  const {opens} = clock;
  if (scratch.equity.length !== opens.length) scratch.equity = new Float64Array(opens.length);
  const {equity} = scratch;
  const pass = new EquityPass(Number(strategy.startCapital));
  const run = {account, risk, desks, pass};
  const [only] = desks;
  const exposed = only !== undefined && desks.length === 1 ? runOne(run, only, equity) : runMany(run, opens, equity);
  if (!account.isExact) return null;
  const fillLanes = lanes.map(({instrument, columns}, index) => {
    return {instrument, figures: figures[index]!, openTime: columns.openTime};
  });
  return {
    get times() {
      return clock.closes();
    },
    equity,
    finalEquity: equity.at(-1) ?? null,
    fillCount: fills.count,
    fills: () => fills.list(fillLanes),
    course: () => fills.course(fillLanes),
    pass,
    rejected: desks.reduce((sum, desk) => sum + desk.rejected, 0),
    exposedMarks: exposed,
    arithmetic: "numbers"
  };
}

/** One instrument: between two changes of position a close costs a comparison, a product and a sum. */
function runOne({account, risk, pass}: NumberRun, desk: NumberDesk, equity: Float64Array): number {
  const {columns, firstTraded, place} = desk.lane;
  const {close, length} = columns;
  const marks = {equity, close, offset: firstTraded, pass};
  // One object for all stretches: thousands would be made in a run, and cleared away.
  const stretch = {from: firstTraded, to: length - 1, cash: account.cash, held: 0};
  let exposed = 0;
  for (let i = firstTraded; i < length && account.isExact; i++) {
    if (desk.orderSteps !== 0) desk.fillAt(i);
    stretch.from = i;
    stretch.to = length - 1;
    // The close at which something is decided ends a stretch and belongs to it.
    if (desk.held !== 0 && desk.isProtected) stretch.to = i;
    else stretch.to = desk.rules.change(desk.stays, stretch);
    stretch.cash = account.cash;
    stretch.held = desk.held;
    exposed += markStretch(marks, stretch);
    i = stretch.to;
    risk.lastClose[place] = close[i]!;
    risk.cash = account.cash;
    risk.equity = pass.last;
    risk.begin();
    desk.decideAt(i);
  }
  return exposed;
}

function runMany({account, risk, desks, pass}: NumberRun, opens: Float64Array, equity: Float64Array): number {
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
    pass.takeOne(mark);
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
