import {describe, expect, it} from "vitest";
import {HOUR_MS} from "../../../src/lib/core/time.js";
import {applyLimits} from "../../../src/lib/decision/limits/apply-limits.js";
import type {ClosedTrade, RiskView} from "../../../src/lib/decision/limits/risk-limit.js";
import {closeAt} from "../agents/agent-tape.js";
import {
  type ConfigurationChanges,
  closeOf,
  command,
  configuration,
  decision,
  engineOf,
  instrument,
  positionChanged
} from "./decision-tape.js";

const BTC = instrument("BTC/USDT");
const ETH = instrument("ETH/USDT");
const BTC_OTHER = instrument("BTC/EUR");

type Limits = NonNullable<ConfigurationChanges["limits"]>;
type ViewChanges = Partial<Omit<RiskView, "limits">> & {limits?: Limits};

/** All limits off but those named; price 100, equity 10 000. */
function view({limits = {}, ...changes}: ViewChanges = {}): RiskView {
  const off = {perPosition: null, grossExposure: null};
  return {
    instrument: BTC,
    price: 100,
    closeTime: closeAt(100),
    candleMs: HOUR_MS,
    equity: 10_000,
    cash: 1e9,
    held: 0,
    instruments: [BTC, ETH, BTC_OTHER],
    valueHeld: () => 0,
    correlation: () => null,
    highestEquity: 10_000,
    dayStartEquity: 10_000,
    drawdownSince: null,
    trades: [],
    limits: configuration({limits: {...off, ...limits}}).limits,
    ...changes
  };
}

const trade = (hoursAgo: number, changes: Partial<ClosedTrade> = {}): ClosedTrade => ({
  instrument: BTC.id,
  closedAt: closeAt(100 - hoursAgo),
  profit: -0.01,
  isStopLoss: true,
  ...changes
});

const values = (byInstrument: Readonly<Record<string, number>>) => (name: string) => byInstrument[name] ?? 0;

describe("caps", () => {
  it("cut one position to its share of equity", () => {
    expect(applyLimits(50, view({limits: {perPosition: 0.2}}))).toEqual({
      wanted: 20,
      applied: [{limit: "per-position", before: 50, after: 20}],
      reason: "risk-limit"
    });
    expect(applyLimits(-50, view({limits: {perPosition: 0.2}})).wanted).toBe(-20);
    expect(applyLimits(10, view({limits: {perPosition: 0.2}}))).toEqual({wanted: 10, applied: [], reason: null});
  });

  it("cut all positions together to the gross exposure", () => {
    const full = view({limits: {grossExposure: 1}, valueHeld: values({[ETH.id]: 9500, [BTC.id]: 400})});
    expect(applyLimits(50, full)).toMatchObject({wanted: 5, applied: [{limit: "gross-exposure"}]});
    expect(applyLimits(50, view({limits: {grossExposure: 1}, valueHeld: values({[ETH.id]: 12_000})})).wanted).toBe(0);
  });

  it("cut positions in one base asset, whatever the quote", () => {
    const held = view({limits: {perAsset: 0.3}, valueHeld: values({[BTC_OTHER.id]: 2000, [ETH.id]: 9000})});
    expect(applyLimits(50, held)).toMatchObject({wanted: 10, applied: [{limit: "per-asset"}]});
  });

  it("cut what moves together, and take an unknown correlation for a high one", () => {
    const limits = {correlationCluster: {maximum: 0.3, threshold: 0.8, candles: 100}};
    const valueHeld = values({[ETH.id]: 2500});
    const wanted = (correlation: number | null) =>
      applyLimits(50, view({limits, valueHeld, correlation: () => correlation})).wanted;
    expect([wanted(0.9), wanted(0.5), wanted(null)]).toEqual([5, 30, 5]);
  });

  it("buy spot only with cash that is there, fee included", () => {
    const poor = view({cash: 1000.2, held: 2});
    expect(applyLimits(50, poor).wanted).toBeCloseTo(12, 9);
    expect(applyLimits(1, poor).wanted).toBe(1);
    const {applied} = applyLimits(50, view({cash: 0, instrument: instrument("BTC/USDT", {kind: "perpetual"})}));
    expect(applied).toEqual([]);
  });

  it("are recorded one after the other when several bite", () => {
    const both = view({limits: {perPosition: 0.2, grossExposure: 0.5}, valueHeld: values({[ETH.id]: 4000})});
    expect(applyLimits(50, both).applied).toEqual([
      {limit: "per-position", before: 50, after: 20},
      {limit: "gross-exposure", before: 20, after: 10}
    ]);
  });
});

describe("locks", () => {
  const bites = (limits: Limits, changes: ViewChanges = {}) => applyLimits(10, view({limits, ...changes})).reason;

  it("hold back what is new after the day's loss, and let what is held stay or shrink", () => {
    const lost = {limits: {dailyLoss: 0.05}, equity: 9500};
    expect(applyLimits(10, view(lost))).toMatchObject({wanted: 0, reason: "daily-loss"});
    expect(applyLimits(10, view({...lost, held: 4})).wanted).toBe(4);
    expect(applyLimits(3, view({...lost, held: 4}))).toMatchObject({wanted: 3, reason: null});
    expect(applyLimits(-10, view({...lost, held: 4})).wanted).toBe(0);
    expect(bites({dailyLoss: 0.05}, {equity: 9501})).toBeNull();
  });

  it("hold back while the drawdown limit is broken", () => {
    expect(bites({}, {drawdownSince: closeAt(3)})).toBe("drawdown-halt");
  });

  it("cool an instrument down after its position was closed, and only that one", () => {
    const limits = {cooldownCandles: 5};
    expect(bites(limits, {trades: [trade(4)]})).toBe("cooldown");
    expect(bites(limits, {trades: [trade(5)]})).toBeNull();
    expect(bites(limits, {trades: [trade(1, {instrument: ETH.id})]})).toBeNull();
  });

  it("guard after several stop-losses within the look-back", () => {
    const guard = {stops: 2, lookbackCandles: 10, pauseCandles: 6, perInstrument: false};
    const reason = (trades: ClosedTrade[], changes = {}) => bites({stopLossGuard: {...guard, ...changes}}, {trades});
    expect(reason([trade(8), trade(2)])).toBe("stop-loss-guard");
    expect(reason([trade(20), trade(2)])).toBeNull();
    expect(reason([trade(8), trade(6)])).toBeNull();
    expect(reason([trade(8, {isStopLoss: false}), trade(2)])).toBeNull();
    expect(reason([trade(8, {instrument: ETH.id}), trade(2)])).toBe("stop-loss-guard");
    expect(reason([trade(8, {instrument: ETH.id}), trade(2)], {perInstrument: true})).toBeNull();
  });

  it("keep the guard's pause at its length when it is longer than the look-back", () => {
    const guard = {stops: 2, lookbackCandles: 3, pauseCandles: 20, perInstrument: false};
    expect(bites({stopLossGuard: guard}, {trades: [trade(11), trade(10)]})).toBe("stop-loss-guard");
  });

  it("lock an instrument whose trades earned too little", () => {
    const lock = {trades: 2, lookbackCandles: 50, requiredProfit: 0, pauseCandles: 10};
    const reason = (trades: ClosedTrade[]) => bites({lowProfitLock: lock}, {trades});
    expect(reason([trade(8, {profit: 0.01}), trade(2, {profit: -0.02})])).toBe("low-profit-lock");
    expect(reason([trade(8, {profit: 0.03}), trade(2, {profit: -0.02})])).toBeNull();
    expect(reason([trade(2)])).toBeNull();
    expect(reason([trade(14), trade(12)])).toBeNull();
  });
});

describe("limits in the engine", () => {
  it("are in the decision's record, with the reason when nothing is left to do", () => {
    const cut = decision(engineOf([BTC], {sizing: {fraction: 0.2}, limits: {perPosition: 0.05}}), closeOf(0));
    expect(cut).toMatchObject({payload: {amount: "5", limits: [{limit: "per-position", before: 20, after: 5}]}});
    expect(cut.payload.rationale).toContain("; cut by per-position.");
    const none = decision(engineOf([BTC]), closeOf(0, {cash: 0}));
    expect(none).toMatchObject({payload: {reason: "risk-limit", limits: [{limit: "available-cash", after: 0}]}});
    expect(none.payload.rationale).toContain("available-cash holds it back");
  });

  it("reduce a position that a lowered cap no longer allows", () => {
    const engine = engineOf([BTC], {limits: {perPosition: 0.05}});
    const reduced = decision(engine, [positionChanged(0, BTC.id, {amount: "10"}), ...closeOf(0)]);
    expect(reduced).toMatchObject({payload: {reason: "reduce", amount: "5", targetAmount: "5"}});
  });

  it("halt after a drawdown until the pause is over, and then count from the present equity", () => {
    const limits = {drawdownHalt: {maximum: 0.1, resumeAfterCandles: 3}};
    const engine = engineOf([BTC], {limits});
    const reasons = [10_000, 8900, 9900, 9900, 9000, 9000].map((equity, index) => {
      const opinions = [{expectedReturn: index === 0 ? 0 : 0.01}];
      return decision(engine, closeOf(index, {equity, opinions})).payload.reason;
    });
    expect(reasons).toEqual([
      "edge-below-minimum",
      "drawdown-halt",
      "drawdown-halt",
      "drawdown-halt",
      "entry",
      "order-pending"
    ]);
  });

  it("end a drawdown halt when trading is resumed by hand", () => {
    const engine = engineOf([BTC], {limits: {drawdownHalt: {maximum: 0.1, resumeAfterCandles: 0}}});
    decision(engine, closeOf(0, {opinions: []}));
    expect(decision(engine, closeOf(1, {equity: 8000})).payload.reason).toBe("drawdown-halt");
    expect(decision(engine, closeOf(50, {equity: 8000})).payload.reason).toBe("drawdown-halt");
    expect(decision(engine, [command("TradingResumed"), ...closeOf(51, {equity: 8000})]).payload.reason).toBe("entry");
  });

  it("remember trades that were stopped out and how they ended", () => {
    const engine = engineOf([BTC], {
      stopLoss: 0.05,
      limits: {stopLossGuard: {stops: 1, lookbackCandles: 10, pauseCandles: 5, perInstrument: true}}
    });
    decision(engine, [positionChanged(0, BTC.id, {amount: "10"}), ...closeOf(0, {price: 90})]);
    const closed = positionChanged(1, BTC.id, {amount: "0", averagePrice: null, realizedProfit: "-100"});
    expect(decision(engine, [closed, ...closeOf(2)]).payload.reason).toBe("stop-loss-guard");
    expect(decision(engine, closeOf(6)).payload.reason).toBe("entry");
  });

  it("count what earlier decisions of the same slice have taken", () => {
    const engine = engineOf([BTC, ETH], {sizing: {fraction: 0.2}, limits: {grossExposure: 0.3}});
    const first = closeOf(0);
    const second = closeOf(0, {instrument: ETH.id});
    const slice = {
      ...first.at(-1),
      payload: {timeframe: "1h", closeTime: closeAt(0), instruments: [BTC.id, ETH.id], missing: []}
    };
    const said: {payload: {amount?: string}}[] = [];
    for (const event of [...first.slice(0, -1), ...second.slice(0, -1), slice])
      engine.handle(event as (typeof first)[number], (made) => said.push(made as {payload: {amount?: string}}));
    expect(said.map(({payload}) => payload.amount)).toEqual(["20", "10"]);
  });
});
