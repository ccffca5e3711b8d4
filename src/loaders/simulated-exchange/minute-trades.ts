// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The trades behind a one-minute candle: their first, highest, lowest and last price, their number, their amounts and
 * the amounts that takers bought are the candle's, exactly.
 */
import type {Random} from "../../lib/core/random.js";
import {MINUTE_MS} from "../../lib/core/time.js";
import type {Candle} from "../../lib/vocabulary/candle.js";
import type {MarketProfile} from "./market-profile.js";

export interface SimulatedTrade {
  readonly id: number;
  readonly time: number;
  readonly price: number;
  readonly amount: number;
  readonly isBuyerMaker: boolean;
}

export interface MinuteTradesInput {
  readonly candle: Candle;
  readonly firstId: number;
  readonly profile: MarketProfile;
}

export function minuteTrades({candle, firstId, profile}: MinuteTradesInput, random: Random): SimulatedTrade[] {
  const count = candle.tradeCount;
  if (count === 0) return [];
  const tick = 10 ** profile.priceDecimals;
  const lot = 10 ** profile.amountDecimals;
  const prices = tradePrices(candle, tick, random);
  const lots = Math.round(candle.volume * lot);
  const bought = Math.round(candle.takerBuyVolume * lot);
  const buys = buyCount({count, lots, bought});
  const sides = shuffledSides(count, buys, random);
  const buyAmounts = partition(bought, buys, random);
  const sellAmounts = partition(lots - bought, count - buys, random);
  let buy = 0;
  let sell = 0;
  return sides.map((isBuy, index) => ({
    id: firstId + index,
    time: candle.openTime + Math.floor(((index + random.next()) / count) * MINUTE_MS),
    price: prices[index]!,
    amount: (isBuy ? buyAmounts[buy++]! : sellAmounts[sell++]!) / lot,
    isBuyerMaker: !isBuy
  }));
}

/** First is the open, last the close; high and low are printed between; the rest wander between high and low. */
function tradePrices({open, high, low, close, tradeCount}: Candle, tick: number, random: Random): number[] {
  const prices: number[] = [];
  for (let i = 0; i < tradeCount; i++) {
    const along = open + ((close - open) * i) / Math.max(1, tradeCount - 1);
    const wander = low + (high - low) * random.next();
    prices.push(Math.min(high, Math.max(low, Math.round((0.7 * along + 0.3 * wander) * tick) / tick)));
  }
  prices[0] = open;
  prices[tradeCount - 1] = close;
  const inner = tradeCount - 2;
  if (inner < 1) return prices;
  const highAt = 1 + random.below(inner);
  prices[highAt] = high;
  // With three trades the low is the open or the close.
  if (inner > 1) prices[1 + ((highAt - 1 + 1 + random.below(inner - 1)) % inner)] = low;
  return prices;
}

function buyCount({count, lots, bought}: {count: number; lots: number; bought: number}): number {
  if (bought === 0) return 0;
  if (bought === lots) return count;
  return Math.max(1, Math.min(count - 1, Math.round((count * bought) / lots)));
}

function shuffledSides(count: number, buys: number, random: Random): boolean[] {
  const sides = Array.from({length: count}, (_, index) => index < buys);
  for (let i = count - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [sides[i], sides[other]] = [sides[other]!, sides[i]!];
  }
  return sides;
}

/** `total` whole lots in `parts` parts of at least one lot, uneven as trades are. */
function partition(total: number, parts: number, random: Random): number[] {
  const weights = Array.from({length: parts}, () => -Math.log(1 - random.next()) + 0.02);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const spare = total - parts;
  let passed = 0;
  let given = 0;
  return weights.map((weight, index) => {
    passed += weight;
    const upTo = index === parts - 1 ? spare : Math.floor((passed / sum) * spare);
    const part = upTo - given + 1;
    given = upTo;
    return part;
  });
}
