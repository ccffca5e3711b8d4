import {describe, expect, it} from "vitest";
import {resample} from "../../../src/lib/market-data/resample.js";
import {candleAt} from "../../../src/lib/vocabulary/candle-rows.js";
import {bookChange, orderBook} from "../../../src/loaders/simulated-exchange/order-book.js";
import {SimulatedMarket} from "../../../src/loaders/simulated-exchange/simulated-market.js";

const DAY = 86_400_000;
const MINUTE = 60_000;
const MARCH = Date.UTC(2025, 2, 3);
const market = () => new SimulatedMarket({seed: 7});

function hourlyReturns(symbol: string, simulated = market()) {
  const {close, volume, length} = simulated.candles({
    symbol,
    timeframe: "1h",
    from: MARCH,
    before: MARCH + 365 * DAY
  });
  const returns = Array.from({length: length - 1}, (_, i) => Math.log((close[i + 1] as number) / (close[i] as number)));
  return {returns, volumes: [...volume.subarray(1)]};
}

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const products = x.map((value, i) => (value - meanX) * ((y[i] as number) - meanY));
  const spread = (values: readonly number[], center: number) => Math.sqrt(mean(values.map((v) => (v - center) ** 2)));
  return mean(products) / (spread(x, meanX) * spread(y, meanY));
}

describe("simulated market", () => {
  it("is the same whoever asks, from wherever and in whichever order", () => {
    const whole = market().candles({symbol: "ETH/USDT", timeframe: "5m", from: MARCH, before: MARCH + 3 * DAY});
    const other = market();
    other.candles({symbol: "SOL/USDT", timeframe: "1h", from: MARCH + 40 * DAY, before: MARCH + 41 * DAY});
    const from = MARCH + DAY + 35 * MINUTE;
    const part = other.candles({symbol: "ETH/USDT", timeframe: "5m", from, before: from + 50 * MINUTE});
    const start = (from - MARCH) / (5 * MINUTE);
    for (let i = 0; i < 10; i++) expect(candleAt(part, i)).toEqual(candleAt(whole, start + i));
    expect(part.length).toBe(10);
  });

  it("differs from seed to seed and between instruments", () => {
    const range = {timeframe: "1h", from: MARCH, before: MARCH + DAY} as const;
    const one = market().candles({symbol: "BTC/USDT", ...range});
    const two = new SimulatedMarket({seed: 8}).candles({symbol: "BTC/USDT", ...range});
    expect(one.close).not.toEqual(two.close);
  });

  it("has longer candles that are made of its shorter ones", () => {
    const simulated = market();
    const range = {symbol: "XRP/USDT", from: MARCH, before: MARCH + 14 * DAY};
    const minutes = simulated.candles({...range, timeframe: "1m"});
    for (const timeframe of ["15m", "4h", "1d", "1w"] as const)
      expect(simulated.candles({...range, timeframe})).toEqual(resample(minutes, timeframe).columns);
  });

  it("keeps the rules of candles, on the grid, without a hole", () => {
    const {openTime, open, high, low, close, volume, length} = market().candles({
      symbol: "DOGE/USDT",
      timeframe: "1m",
      from: MARCH,
      before: MARCH + 2 * DAY
    });
    expect(length).toBe(2880);
    for (let i = 0; i < length; i++) {
      expect(openTime[i]).toBe(MARCH + i * MINUTE);
      expect(low[i]).toBeLessThanOrEqual(Math.min(open[i] as number, close[i] as number));
      expect(high[i]).toBeGreaterThanOrEqual(Math.max(open[i] as number, close[i] as number));
      expect(volume[i]).toBeGreaterThanOrEqual(0);
      expect(low[i]).toBeGreaterThan(0);
    }
  });

  it("has trades that add up to its candles exactly", () => {
    const simulated = market();
    const symbol = "BTC/USDT";
    const candles = simulated.candles({symbol, timeframe: "1m", from: MARCH, before: MARCH + 60 * MINUTE});
    let nextId: number | null = null;
    for (let i = 0; i < candles.length; i++) {
      const candle = candleAt(candles, i);
      const trades = simulated.trades({symbol, from: candle.openTime, before: candle.closeTime});
      const prices = trades.map(({price}) => price);
      const lots = (list: typeof trades) => list.reduce((sum, {amount}) => sum + Math.round(amount * 1e5), 0) / 1e5;
      expect(trades.length).toBe(candle.tradeCount);
      expect(lots(trades)).toBe(candle.volume);
      expect(lots(trades.filter(({isBuyerMaker}) => !isBuyerMaker))).toBe(candle.takerBuyVolume);
      expect([prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1)]).toEqual([
        candle.open,
        candle.high,
        candle.low,
        candle.close
      ]);
      for (const {id, time} of trades) {
        expect(id).toBe(nextId ?? id);
        expect(time).toBeGreaterThanOrEqual(candle.openTime);
        expect(time).toBeLessThan(candle.closeTime);
        nextId = id + 1;
      }
    }
  });

  it("finds trades by id, across minutes", () => {
    const simulated = market();
    const symbol = "SOL/USDT";
    const trades = simulated.trades({symbol, from: MARCH, before: MARCH + 10 * MINUTE});
    const firstId = trades[3]?.id as number;
    expect(simulated.tradesFromId({symbol, firstId, limit: 40})).toEqual(trades.slice(3, 43));
  });

  it("has an open candle that grows into the closed one", () => {
    const simulated = market();
    const symbol = "ETH/USDT";
    const [closed] = [0].map((i) =>
      candleAt(simulated.candles({symbol, timeframe: "1h", from: MARCH, before: MARCH + 1}), i)
    );
    const half = simulated.openCandle(symbol, "1h", MARCH + 30 * MINUTE + 17_000);
    const last = simulated.openCandle(symbol, "1h", MARCH + 60 * MINUTE - 1);
    expect(half?.volume).toBeLessThan(closed?.volume as number);
    expect(half?.open).toBe(closed?.open);
    expect([last?.high, last?.low]).toEqual([closed?.high, closed?.low]);
  });

  it("clusters volatility, throws large moves and moves volume with volatility", () => {
    const {returns, volumes} = hourlyReturns("BTC/USDT");
    const sizes = returns.map(Math.abs);
    const variance = returns.reduce((sum, r) => sum + r * r, 0) / returns.length;
    const fourth = returns.reduce((sum, r) => sum + r ** 4, 0) / returns.length;
    expect(correlation(sizes.slice(1), sizes.slice(0, -1))).toBeGreaterThan(0.1);
    expect(fourth / variance ** 2).toBeGreaterThan(4);
    expect(correlation(sizes, volumes)).toBeGreaterThan(0.2);
  });

  it("moves its instruments together, none of them wholly, and hides no easy signal", () => {
    const bitcoin = hourlyReturns("BTC/USDT").returns;
    const ether = hourlyReturns("ETH/USDT").returns;
    expect(correlation(bitcoin, ether)).toBeGreaterThan(0.4);
    expect(correlation(bitcoin, ether)).toBeLessThan(0.95);
    expect(Math.abs(correlation(bitcoin.slice(1), bitcoin.slice(0, -1)))).toBeLessThan(0.06);
  });
});

describe("order book", () => {
  const profile = market().profile("ETH/USDT");
  if (profile === null) throw new Error("ETH/USDT is listed");
  const at = (time: number, price: number) => orderBook({profile, seed: 7, price, time, depth: 50});

  it("has rising asks above falling bids, none empty", () => {
    const {bids, asks} = at(MARCH, 2000);
    expect(bids[0]?.[0]).toBeLessThan(asks[0]?.[0] as number);
    for (const side of [bids.map(([price]) => -price), asks.map(([price]) => price)])
      expect(side).toEqual([...new Set(side)].sort((a, b) => a - b));
    for (const [, amount] of [...bids, ...asks]) expect(amount).toBeGreaterThan(0);
  });

  it("becomes the next book when the changes are applied", () => {
    const before = at(MARCH, 2000);
    const after = at(MARCH + 700, 2000.7);
    const apply = (side: "bids" | "asks") => {
      const levels = new Map(before[side]);
      for (const [price, amount] of bookChange(before, after)[side]) {
        if (amount === 0) levels.delete(price);
        else levels.set(price, amount);
      }
      return [...levels].sort(([a], [b]) => (side === "bids" ? b - a : a - b));
    };
    expect(apply("bids")).toEqual(after.bids);
    expect(apply("asks")).toEqual(after.asks);
    expect(after.sequence - before.sequence).toBe(7);
  });
});
