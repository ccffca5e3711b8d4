// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The newest outcomes that a model is trained on, in a ring, with the times that purging and embargo need. Values are
 * kept as thousandths of a standard deviation in 16 bits: a snapshot stays small.
 */
import type {StumpRows} from "./boosted-stumps.js";

export interface OutcomeMemory {
  readonly size: () => number;
  add(outcome: {z: ArrayLike<number>; isUp: boolean; madeAt: number; resolvedAt: number}): void;
  /**
   * Older rows to fit on and newer ones to judge on. A row is left out of the older part when its outcome was settled
   * after the first newer prediction less the embargo: then both would share returns (METHODS L3).
   */
  split(share: number, embargoMs: number): PurgedSplit;
  snapshot(): OutcomeMemoryState;
  restore(state: OutcomeMemoryState): void;
}

export interface PurgedSplit {
  readonly train: StumpRows;
  readonly validation: StumpRows;
  readonly purged: number;
}

export interface OutcomeMemoryState {
  /** Rows in order, oldest first: values, then 1 for up. */
  readonly rows: readonly (readonly number[])[];
  readonly madeAt: readonly number[];
  readonly resolvedAt: readonly number[];
}

const STEPS = 1000;
const UNDEFINED = -32768;

export function createOutcomeMemory(factors: number, capacity: number): OutcomeMemory {
  const width = factors + 1;
  const cells = new Int16Array(capacity * width);
  const madeAt = new Float64Array(capacity);
  const resolvedAt = new Float64Array(capacity);
  let next = 0;
  let count = 0;
  const slot = (place: number) => (next - count + place + capacity) % capacity;
  const rowsOf = (places: readonly number[]): StumpRows => ({
    columns: Array.from({length: factors}, (_, factor) =>
      Float64Array.from(places, (place) => {
        const cell = cells[slot(place) * width + factor]!;
        return cell === UNDEFINED ? Number.NaN : cell / STEPS;
      })
    ),
    isUp: Float64Array.from(places, (place) => cells[slot(place) * width + factors]!)
  });
  const push = (row: ArrayLike<number>, times: {madeAt: number; resolvedAt: number}) => {
    for (let i = 0; i < width; i++) cells[next * width + i] = row[i]!;
    madeAt[next] = times.madeAt;
    resolvedAt[next] = times.resolvedAt;
    next = (next + 1) % capacity;
    count = Math.min(count + 1, capacity);
  };
  const scratch = new Int16Array(width);
  return {
    size: () => count,
    add: ({z, isUp, madeAt: made, resolvedAt: resolved}) => {
      for (let i = 0; i < factors; i++) scratch[i] = Number.isNaN(z[i]!) ? UNDEFINED : Math.round(z[i]! * STEPS);
      scratch[factors] = isUp ? 1 : 0;
      push(scratch, {madeAt: made, resolvedAt: resolved});
    },
    split: (share, embargoMs) => {
      const border = Math.floor(count * (1 - share));
      const newer = Array.from({length: count - border}, (_, k) => border + k);
      const firstMadeAt = Math.min(...newer.map((place) => madeAt[slot(place)]!));
      const older = Array.from({length: border}, (_, k) => k);
      const kept = older.filter((place) => resolvedAt[slot(place)]! <= firstMadeAt - embargoMs);
      return {train: rowsOf(kept), validation: rowsOf(newer), purged: older.length - kept.length};
    },
    snapshot: () => {
      const places = Array.from({length: count}, (_, place) => slot(place));
      return {
        rows: places.map((at) => Array.from(cells.subarray(at * width, (at + 1) * width))),
        madeAt: places.map((at) => madeAt[at]!),
        resolvedAt: places.map((at) => resolvedAt[at]!)
      };
    },
    restore: (state) => {
      next = 0;
      count = 0;
      state.rows.forEach((row, i) => {
        push(row, {madeAt: state.madeAt[i]!, resolvedAt: state.resolvedAt[i]!});
      });
    }
  };
}
