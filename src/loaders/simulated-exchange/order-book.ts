/**
 * The order book as a function of the last price and the time: levels on a grid about the price, each with an amount
 * that stays for a while and then changes on its own, so that successive books differ in a few levels as real ones do.
 */
import {GENESIS_MS, type MarketProfile} from "./market-profile.js";

export interface SimulatedBook {
  /** Rises by one every 100 ms of exchange time. */
  readonly sequence: number;
  /** [price, amount], best first. */
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
}

export interface BookInput {
  readonly profile: MarketProfile;
  readonly seed: number;
  readonly price: number;
  readonly time: number;
  readonly depth: number;
}

const BOOK_STEP_MS = 100;
const LEVEL_LIFE_MS = 4_000;
/** Distance of neighbouring levels as a share of the price, at least one increment. */
const LEVEL_SPACING = 2e-5;

export function bookSequence(time: number): number {
  return Math.floor((time - GENESIS_MS) / BOOK_STEP_MS);
}

export function orderBook({profile, seed, price, time, depth}: BookInput): SimulatedBook {
  const tick = 10 ** profile.priceDecimals;
  const spacing = Math.max(1, Math.round(price * tick * LEVEL_SPACING));
  const center = Math.floor((price * tick) / spacing);
  const typicalLots = Math.max(2, (8 * profile.tradeSizeQuote * 10 ** profile.amountDecimals) / price);
  const level = (index: number, distance: number): readonly [number, number] => {
    const phase = hash(seed, index, 0) % LEVEL_LIFE_MS;
    const share = hash(seed, index, Math.floor((time - GENESIS_MS + phase) / LEVEL_LIFE_MS)) / 2 ** 32;
    const lots = Math.max(1, Math.round(typicalLots * (0.1 + 2 * share) * (1 + distance / 50)));
    return [(index * spacing) / tick, lots / 10 ** profile.amountDecimals];
  };
  const positive = Math.min(depth, center);
  return {
    sequence: bookSequence(time),
    bids: Array.from({length: positive}, (_, i) => level(center - i, i)),
    asks: Array.from({length: depth}, (_, i) => level(center + 1 + i, i))
  };
}

export interface BookChange {
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
}

/** Levels to set, and to delete (amount 0), to turn one book into the other. */
export function bookChange(before: SimulatedBook, after: SimulatedBook): BookChange {
  return {bids: sideChange(before.bids, after.bids), asks: sideChange(before.asks, after.asks)};
}

function sideChange(before: SimulatedBook["bids"], after: SimulatedBook["bids"]): (readonly [number, number])[] {
  const old = new Map(before);
  const changes: (readonly [number, number])[] = [];
  for (const [price, amount] of after) {
    if (old.get(price) !== amount) changes.push([price, amount]);
    old.delete(price);
  }
  for (const price of old.keys()) changes.push([price, 0]);
  return changes;
}

/** 32 bits out of three numbers (finalizer of MurmurHash3, Appleby 2011). */
function hash(a: number, b: number, c: number): number {
  let word = (Math.imul(a | 0, 0x9e3779b1) ^ Math.imul(b | 0, 0x85ebca6b) ^ Math.imul(c | 0, 0xc2b2ae35)) >>> 0;
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return (word ^ (word >>> 16)) >>> 0;
}
