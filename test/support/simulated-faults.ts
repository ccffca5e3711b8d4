/** What goes wrong in a simulated run, and when: all of it decided by the seed. */
import {type Random, seededRandom, seedFor} from "../../src/lib/core/random.js";
import {HOUR_MS} from "../../src/lib/core/time.js";

/** Spans of time in which something is out of order. */
export interface FaultSpan {
  readonly from: number;
  readonly to: number;
}

export interface FaultRates {
  /** Of a commit: nothing is written, and the caller is told so. */
  readonly commitLost: number;
  /** Of a commit: it is written, and the answer is lost. */
  readonly commitTorn: number;
  /** Of a publication: only a first part of it is stored, or the answer is lost. */
  readonly publishTorn: number;
  /** Of a delivery: the group's position falls back, and old entries come again. */
  readonly rewind: number;
  /** Of an answer of the exchange: an instrument's candles are left out this time. */
  readonly drop: number;
  /** Of an answer of the exchange: a candle told before is told again. */
  readonly duplicate: number;
  /** Of a candle: it can be had only after its slice has gone by. */
  readonly late: number;
  /** Of a candle: it never comes. */
  readonly missing: number;
}

export interface FaultPlan {
  readonly rates: FaultRates;
  /** Longest waits, in milliseconds: of a request, and of a stalled or slow one. */
  readonly latencyMs: number;
  readonly stallMs: number;
  readonly stallRate: number;
  /** The journal refuses: its disk is full. */
  readonly fullDisk: readonly FaultSpan[];
  /** The journal, or the bus, does not answer. */
  readonly journalAway: readonly FaultSpan[];
  readonly busAway: readonly FaultSpan[];
  /** The session's handler takes long. */
  readonly slowConsumer: readonly FaultSpan[];
  readonly crashes: readonly number[];
  /** From when on this machine's clock is off, and by how much. */
  readonly clockJumps: readonly {readonly at: number; readonly offsetMs: number}[];
  readonly commands: readonly number[];
  /** Inputs between two stored states. */
  readonly inputsBetweenStates: number;
  readonly batchEvents: number;
}

const CALM: FaultRates = {
  commitLost: 0,
  commitTorn: 0,
  publishTorn: 0,
  rewind: 0,
  drop: 0,
  duplicate: 0,
  late: 0,
  missing: 0
};

/** Every kind of fault is there in about half of the runs, so that each is met alone and together with others. */
export function drawFaults(seed: number, {from, to}: FaultSpan): FaultPlan {
  const random = seededRandom(seedFor(seed, "faults"));
  const often = <T>(value: T, otherwise: T): T => (random.next() < 0.5 ? value : otherwise);
  const spans = (most: number, longestMs: number): FaultSpan[] =>
    often(times(random, most, {from, to}), []).map((at) => ({from: at, to: at + random.next() * longestMs}));
  const rate = (most: number) => often(random.next() * most, 0);
  const losesCandles = random.next() < 0.4;
  return {
    rates: {
      commitLost: rate(0.2),
      commitTorn: rate(0.2),
      publishTorn: rate(0.2),
      rewind: rate(0.1),
      drop: rate(0.3),
      duplicate: rate(0.5),
      late: losesCandles ? rate(0.05) : 0,
      missing: losesCandles ? rate(0.05) : 0
    },
    latencyMs: often(50, HOUR_MS / 6),
    stallMs: often(HOUR_MS / 2, 6 * HOUR_MS),
    stallRate: rate(0.05),
    fullDisk: spans(3, 6 * HOUR_MS),
    journalAway: spans(3, 6 * HOUR_MS),
    busAway: spans(3, 6 * HOUR_MS),
    slowConsumer: spans(2, 12 * HOUR_MS),
    crashes: often(times(random, 8, {from, to}), []),
    clockJumps: often(times(random, 3, {from, to}), []).map((at) => ({
      at,
      offsetMs: (random.next() - 0.5) * 4 * HOUR_MS
    })),
    commands: often(times(random, 8, {from, to}), []),
    inputsBetweenStates: often(40, 150),
    batchEvents: 1 + random.below(often(6, 60))
  };
}

/** Nothing goes wrong. */
export function noFaults(): FaultPlan {
  return {
    rates: CALM,
    latencyMs: 50,
    stallMs: 0,
    stallRate: 0,
    fullDisk: [],
    journalAway: [],
    busAway: [],
    slowConsumer: [],
    crashes: [],
    clockJumps: [],
    commands: [],
    inputsBetweenStates: 100,
    batchEvents: 20
  };
}

/** When the last span that holds `now` ends; `now` outside of all. */
export function endOfFault(spans: readonly FaultSpan[], now: number): number {
  return spans.reduce((end, {from, to}) => (now >= from && now < to ? Math.max(end, to) : end), now);
}

function times(random: Random, most: number, {from, to}: FaultSpan): number[] {
  return Array.from({length: 1 + random.below(most)}, () => from + random.next() * (to - from)).sort((a, b) => a - b);
}
