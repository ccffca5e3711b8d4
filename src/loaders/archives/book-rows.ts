// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Books and changes to books out of files that give one level a line: lines of one number belong together. */
import type {RecordColumns} from "./record-files.js";
import {nullForNaN, usableFrom} from "./record-rows.js";
import type {BookChangeRecord, BookRecord} from "./record-sink.js";

type Level = [number, number];

/** One message while its lines come. */
interface Message {
  readonly time: number;
  readonly receivedAt: number;
  readonly first: number;
  readonly sequence: number;
  readonly previous: number;
  readonly bids: Level[];
  readonly asks: Level[];
}

/** Gathers lines into messages; the last one stays open, because its lines may go on in the next block. */
export class BookLines {
  #open: Message | null = null;

  /** Messages that are whole after these lines. */
  push({fields, length}: RecordColumns): Message[] {
    const whole: Message[] = [];
    const {time, receivedAt, first, sequence, previous, side, price, amount} = fields;
    for (let i = 0; i < length; i++) {
      const at = receivedAt![i]!;
      if (this.#open === null || this.#open.sequence !== sequence![i]! || this.#open.receivedAt !== at) {
        if (this.#open !== null) whole.push(this.#open);
        this.#open = {
          time: time?.[i] ?? at,
          receivedAt: at,
          first: first?.[i] ?? Number.NaN,
          sequence: sequence![i]!,
          previous: previous?.[i] ?? Number.NaN,
          bids: [],
          asks: []
        };
      }
      (side![i] === 1 ? this.#open.bids : this.#open.asks).push([price![i]!, amount![i]!]);
    }
    return whole;
  }

  finish(): Message[] {
    const last = this.#open;
    this.#open = null;
    return last === null ? [] : [last];
  }
}

export function bookOf({time, receivedAt, sequence, bids, asks}: Message, now: number): BookRecord {
  return bestFirst({time, sequence: nullForNaN(sequence), recordedAt: usableFrom({time, receivedAt, now}), bids, asks});
}

export function changeOf({time, receivedAt, first, sequence, previous, bids, asks}: Message, now: number) {
  const change: BookChangeRecord = {
    time,
    recordedAt: usableFrom({time, receivedAt, now}),
    firstUpdate: nullForNaN(first),
    lastUpdate: sequence,
    previousUpdate: nullForNaN(previous),
    bids,
    asks
  };
  return change;
}

/** Bids fall, asks rise. */
export function bestFirst(book: BookRecord): BookRecord {
  return {
    ...book,
    bids: [...book.bids].sort((x, y) => y[0] - x[0]),
    asks: [...book.asks].sort((x, y) => x[0] - y[0])
  };
}
