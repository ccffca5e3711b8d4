/** Predictions of one instrument that wait for their horizon, oldest first, in a ring that grows when it must. */
import type {PredictionMade} from "../events/prediction-event.js";

/** What a silent agent saw, to be taught its outcome. */
export interface Lesson {
  readonly agent: string;
  readonly values: readonly (number | null)[];
}

/** All that waits from one close. */
export interface PendingRow {
  readonly madeAt: number;
  /** The close they were made at. */
  readonly close: number;
  readonly resolvesAt: number;
  readonly predictions: readonly PredictionMade[];
  readonly lessons: readonly Lesson[];
}

export interface PendingPredictions {
  push(row: PendingRow): void;
  oldest(): PendingRow | undefined;
  dropOldest(): void;
  /** Oldest first. */
  rows(): PendingRow[];
  restore(rows: readonly PendingRow[]): void;
}

export function createPendingPredictions(capacity: number): PendingPredictions {
  let ring: (PendingRow | undefined)[] = new Array(capacity).fill(undefined);
  let head = 0;
  let count = 0;
  const rows = () => {
    const list: PendingRow[] = [];
    for (let i = 0; i < count; i++) list.push(ring[(head + i) % ring.length] as PendingRow);
    return list;
  };
  const fill = (list: readonly PendingRow[], room: number) => {
    ring = new Array(Math.max(room, list.length)).fill(undefined);
    for (let i = 0; i < list.length; i++) ring[i] = list[i];
    head = 0;
    count = list.length;
  };
  return {
    push: (row) => {
      if (count === ring.length) fill(rows(), 2 * count);
      ring[(head + count) % ring.length] = row;
      count++;
    },
    oldest: () => (count === 0 ? undefined : ring[head]),
    dropOldest: () => {
      ring[head] = undefined;
      head = (head + 1) % ring.length;
      count--;
    },
    rows,
    restore: (list) => fill(list, capacity)
  };
}
