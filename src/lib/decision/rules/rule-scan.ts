// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * The rules read forward over a tape, block by block: what they say at a candle, and where they next ask for a change.
 * A block is short enough to stay in the processor's cache; nothing as long as the tape is made.
 */
import type {RuleBook} from "./rule-book.js";
import {type OpposedPair, opposedPair, ruleColumn} from "./rule-columns.js";
import type {ConditionNode, NumberNode} from "./rule-expression.js";

export interface CandleRange {
  readonly from: number;
  /** The first candle after it. */
  readonly to: number;
}

/** What the rules are read from. */
export interface RuleTape {
  /** Candles. */
  readonly length: number;
  /** Candles to read at a time. */
  readonly blockLength: number;
  /** One value a candle of the range, NaN where undefined; ranges move forward and meet or overlap; held until the next. */
  column(name: string, range: CandleRange): Float64Array;
}

const NOTHING: Float64Array = new Float64Array(0);

/** Asked for candles in order: never for one before the last that was asked for. */
export class RuleScan {
  readonly #book: RuleBook;
  readonly #tape: RuleTape;
  /** Two opposed rules and no others are compared where they are asked for, without a column of bits. */
  readonly #pair: OpposedPair | null;
  /** Candles before a block that its first candle looks back at. */
  readonly #lookBack: number;
  #from = 0;
  #to = 0;
  #left = NOTHING;
  #right = NOTHING;
  #bits: Uint8Array = new Uint8Array(0);

  constructor(book: RuleBook, tape: RuleTape) {
    const [first, second] = book.rules;
    this.#book = book;
    this.#tape = tape;
    this.#pair =
      first !== undefined && second !== undefined && book.rules.length === 2 ? opposedPair(first, second) : null;
    this.#lookBack = Math.max(0, ...book.rules.map(({condition}) => candlesBack(condition)));
  }

  /** Bits of the rules that hold at the candle. */
  at(index: number): number {
    while (index >= this.#to) this.#read();
    const i = index - this.#from;
    const pair = this.#pair;
    if (pair === null) return this.#bits[i]!;
    const left = this.#left[i]!;
    const right = this.#right[i]!;
    return left > right ? pair.above : left < right ? pair.below : 0;
  }

  /**
   * The first candle of the range at which the rules ask for a change; its end where there is none.
   * @param stays a bit for each combination of rules, 1 where it changes nothing; no rule at all changes nothing
   */
  change(stays: number, {from, to}: CandleRange): number {
    let index = from;
    while (index < to) {
      while (index >= this.#to) this.#read();
      const end = Math.min(to, this.#to);
      const found = this.#from + this.#changeInBlock(stays, {from: index - this.#from, to: end - this.#from});
      if (found < end) return found;
      index = end;
    }
    return index;
  }

  #changeInBlock(stays: number, {from, to}: CandleRange): number {
    const pair = this.#pair;
    if (pair === null) return firstNotStaying(this.#bits, stays, {from, to});
    const isAboveAwaited = ((stays >> pair.above) & 1) === 0;
    const isBelowAwaited = ((stays >> pair.below) & 1) === 0;
    const [left, right] = [this.#left, this.#right];
    if (isAboveAwaited && isBelowAwaited) return firstUnequal(left, right, {from, to});
    if (isAboveAwaited) return firstAbove(left, right, {from, to});
    return isBelowAwaited ? firstAbove(right, left, {from, to}) : to;
  }

  #read(): void {
    const tape = this.#tape;
    const pair = this.#pair;
    const from = this.#to;
    const to = Math.min(tape.length, from + tape.blockLength);
    this.#from = from;
    this.#to = to;
    if (pair !== null) {
      this.#left = tape.column(pair.left, {from, to});
      this.#right = tape.column(pair.right, {from, to});
      return;
    }
    const start = Math.max(0, from - this.#lookBack);
    const inputs = {length: to - start, column: (name: string) => tape.column(name, {from: start, to})};
    this.#bits = ruleColumn(this.#book, inputs).subarray(from - start);
  }
}

/** Four comparisons a turn: most find nothing. */
function firstAbove(left: Float64Array, right: Float64Array, {from, to}: CandleRange): number {
  let i = from;
  for (; i + 3 < to; i += 4) {
    if (left[i]! > right[i]!) return i;
    if (left[i + 1]! > right[i + 1]!) return i + 1;
    if (left[i + 2]! > right[i + 2]!) return i + 2;
    if (left[i + 3]! > right[i + 3]!) return i + 3;
  }
  while (i < to && !(left[i]! > right[i]!)) i++;
  return i;
}

/** What is undefined is not unequal. */
function firstUnequal(left: Float64Array, right: Float64Array, {from, to}: CandleRange): number {
  let i = from;
  while (i < to && !(left[i]! > right[i]! || left[i]! < right[i]!)) i++;
  return i;
}

function firstNotStaying(bits: Uint8Array, stays: number, {from, to}: CandleRange): number {
  let i = from;
  while (i < to && ((stays >> bits[i]!) & 1) === 1) i++;
  return i;
}

function candlesBack(node: NumberNode | ConditionNode): number {
  switch (node.kind) {
    case "number":
    case "input":
      return 0;
    case "previous":
      return 1 + candlesBack(node.of);
    case "all":
    case "any":
      return Math.max(0, ...node.parts.map(candlesBack));
    case "cross":
      return 1 + Math.max(candlesBack(node.left), candlesBack(node.right));
    default:
      return Math.max(candlesBack(node.left), candlesBack(node.right));
  }
}
