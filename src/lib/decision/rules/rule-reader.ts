/** The rules read at one instrument's closes, one after the other: it remembers what the next close compares with. */
import type {FactorsCalculated} from "../../events/factor-calculation-event.js";
import type {CandleClosed} from "../../events/market-data-event.js";
import {RULE_BITS, type RuleBook} from "./rule-book.js";
import {holdsAt, numberAt, type RuleMoment, rememberedParts} from "./rule-calculation.js";
import {isCandleInput, type NumberNode} from "./rule-expression.js";

/** What the rules say at a close. */
export interface RuleReading {
  readonly book: RuleBook;
  /** One for each rule that holds. */
  readonly bits: number;
  /** One an input of the book; NaN where it is not defined. */
  readonly values: readonly number[];
  /** Holds until the next close is read. */
  readonly moment: RuleMoment;
}

/** Plain JSON: null where something was not defined. */
export type RuleReaderState = readonly (number | null)[];

export interface RuleReader {
  /** Once for each closed candle, in order. @param factors null where none were calculated for it. */
  read(candle: CandleClosed, factors: FactorsCalculated | null): RuleReading;
  snapshot(): RuleReaderState;
  restore(state: RuleReaderState): void;
}

export function createRuleReader(book: RuleBook): RuleReader {
  const parts = book.rules.flatMap(({condition}) => rememberedParts(condition));
  const slots = new Map<NumberNode, number>(parts.map((part, slot) => [part, slot]));
  const places = new Map(book.inputs.map((name, place) => [name, place]));
  let values: number[] = [];
  let before: number[] = [];
  let now: number[] = parts.map(() => Number.NaN);
  let names: readonly string[] = [];
  let columns: readonly number[] = [];
  const moment: RuleMoment = {
    input: (name) => values[places.get(name) as number] as number,
    before: (part) => before[slots.get(part) as number] as number
  };
  return {
    read: ({payload}, factors) => {
      const calculated = factors?.payload ?? null;
      // Inside a process the list of factors is one array for all closes: where each stands is looked up once.
      if (calculated !== null && calculated.factors !== names) {
        names = calculated.factors;
        columns = book.inputs.map((name) => names.indexOf(name));
      }
      values = book.inputs.map((name, place) =>
        isCandleInput(name) ? payload[name] : (calculated?.values[columns[place] as number] ?? Number.NaN)
      );
      before = now;
      let bits = 0;
      for (const {key, condition} of book.rules) if (holdsAt(condition, moment)) bits |= RULE_BITS[key];
      now = parts.map((part) => numberAt(part, moment));
      return {book, bits, values, moment};
    },
    snapshot: () => now.map((value) => (Number.isFinite(value) ? value : null)),
    restore: (state) => {
      now = parts.map((_, slot) => state[slot] ?? Number.NaN);
    }
  };
}
