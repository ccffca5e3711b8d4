/**
 * The coarse path: one return a day for the market and for each instrument, from the first day on. The market's regime
 * follows a Markov chain with a drift and a variance of its own for each regime; around it variances cluster as in
 * GARCH(1,1) (Bollerslev 1986) and shocks are Student t with five degrees of freedom. There is no signal beyond the
 * regimes' drift. Days are reckoned from the first on, so a day is the same whoever asks for it and in whichever order.
 */
import {type Random, seededRandom, seedFor} from "../../lib/core/random.js";
import type {MarketProfile} from "./market-profile.js";

export interface MarketDay {
  readonly regime: RegimeName;
  /** Log return. */
  readonly marketReturn: number;
  readonly marketVariance: number;
}

export interface InstrumentDay {
  /** Log return beyond the market's. */
  readonly ownReturn: number;
  readonly ownVariance: number;
  /** Natural logarithm of the price as the day begins. */
  readonly logOpen: number;
  readonly trades: number;
  /** Trades on all days before. */
  readonly tradesBefore: number;
}

const REGIMES = {
  bull: {drift: 0.0022, volatility: 0.02, stays: 0.978, next: {range: 0.6, bear: 0.25, crisis: 0.15}},
  range: {drift: 0, volatility: 0.014, stays: 0.971, next: {bull: 0.5, bear: 0.4, crisis: 0.1}},
  bear: {drift: -0.0025, volatility: 0.026, stays: 0.966, next: {range: 0.5, bull: 0.35, crisis: 0.15}},
  crisis: {drift: -0.012, volatility: 0.06, stays: 0.8, next: {bear: 0.4, range: 0.3, bull: 0.3}}
} as const;
export type RegimeName = keyof typeof REGIMES;

const SHOCK_WEIGHT = 0.1;
const PERSISTENCE = 0.86;
const T_DEGREES = 5;
/** No day moves further than this, log: the model is of a market, not of its end. */
const LARGEST_RETURN = 0.35;

export class DailyPath {
  readonly #random: Random;
  readonly #market: MarketDay[] = [];
  #regime: RegimeName = "range";
  #variance: number = REGIMES.range.volatility ** 2;
  #lastShock = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seedFor(seed, "market"));
  }

  /** @param day whole number of at least 0, counted from the first day. */
  at(day: number): MarketDay {
    while (this.#market.length <= day) this.#market.push(this.#nextDay());
    return this.#market[day] as MarketDay;
  }

  #nextDay(): MarketDay {
    this.#regime = nextRegime(this.#regime, this.#random);
    const {drift, volatility} = REGIMES[this.#regime];
    this.#variance = nextVariance(this.#variance, this.#lastShock, volatility ** 2);
    this.#lastShock = Math.sqrt(this.#variance) * studentShock(this.#random);
    return {
      regime: this.#regime,
      marketReturn: clampReturn(drift + this.#lastShock),
      marketVariance: this.#variance
    };
  }
}

export class InstrumentPath {
  readonly #profile: MarketProfile;
  readonly #path: DailyPath;
  readonly #random: Random;
  readonly #days: InstrumentDay[] = [];

  constructor(seed: number, profile: MarketProfile, path: DailyPath) {
    this.#profile = profile;
    this.#path = path;
    this.#random = seededRandom(seedFor(seed, `daily ${profile.symbol}`));
  }

  at(day: number): InstrumentDay {
    while (this.#days.length <= day) this.#days.push(this.#nextDay());
    return this.#days[day] as InstrumentDay;
  }

  #nextDay(): InstrumentDay {
    const index = this.#days.length;
    const before = this.#days.at(-1);
    const {ownVolatility, marketBeta, startPrice, tradesPerDay} = this.#profile;
    const usual = ownVolatility ** 2;
    const ownVariance = before === undefined ? usual : nextVariance(before.ownVariance, before.ownReturn, usual);
    const ownReturn = clampReturn(Math.sqrt(ownVariance) * studentShock(this.#random));
    const market = this.#path.at(index);
    const total = Math.sqrt(marketBeta ** 2 * market.marketVariance + ownVariance);
    const average = Math.sqrt((marketBeta * REGIMES.bull.volatility) ** 2 + usual);
    const activity = (total / average) ** 0.8 * Math.exp(0.15 * this.#random.normal());
    return {
      ownReturn,
      ownVariance,
      logOpen: before === undefined ? Math.log(startPrice) : before.logOpen + this.#returnOf(index - 1, before),
      trades: Math.round(tradesPerDay * Math.min(6, activity)),
      tradesBefore: before === undefined ? 0 : before.tradesBefore + before.trades
    };
  }

  #returnOf(index: number, day: InstrumentDay): number {
    return this.#profile.marketBeta * this.#path.at(index).marketReturn + day.ownReturn;
  }
}

function nextRegime(regime: RegimeName, random: Random): RegimeName {
  const {stays, next} = REGIMES[regime];
  if (random.next() < stays) return regime;
  let left = random.next();
  for (const [name, share] of Object.entries(next) as [RegimeName, number][]) {
    left -= share;
    if (left < 0) return name;
  }
  return "range";
}

function nextVariance(variance: number, shock: number, usual: number): number {
  return (1 - SHOCK_WEIGHT - PERSISTENCE) * usual + SHOCK_WEIGHT * shock ** 2 + PERSISTENCE * variance;
}

/** Student t of variance 1. */
function studentShock(random: Random): number {
  let squares = 0;
  for (let i = 0; i < T_DEGREES; i++) squares += random.normal() ** 2;
  return (random.normal() / Math.sqrt(squares / T_DEGREES)) * Math.sqrt((T_DEGREES - 2) / T_DEGREES);
}

function clampReturn(value: number): number {
  return Math.max(-LARGEST_RETURN, Math.min(LARGEST_RETURN, value));
}
