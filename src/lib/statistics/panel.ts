// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** A panel: one value for each time and symbol, row-major, NaN = absent. Symbols are in rising order, so ties are total. */
import {assert} from "../core/assert.js";
import type {Column} from "./column.js";

export interface Panel {
  /** Rising, epoch milliseconds. */
  readonly times: Float64Array;
  /** In rising order (METHODS C8: ties that decide membership are broken by symbol). */
  readonly symbols: readonly string[];
  /** times.length * symbols.length values. */
  readonly values: Float64Array;
}

/** Checks shape and orders. @throws InvariantError on a panel that is not one */
export function panel(times: Float64Array, symbols: readonly string[], values: Float64Array): Panel {
  assert(
    values.length === times.length * symbols.length,
    `a panel of ${times.length} times and ${symbols.length} symbols has ${times.length * symbols.length} values, not ${values.length}`
  );
  for (let i = 1; i < times.length; i++) assert(times[i]! > times[i - 1]!, `panel times rise, but not at row ${i}`);
  for (let j = 1; j < symbols.length; j++)
    assert(
      symbols[j]! > symbols[j - 1]!,
      `panel symbols are in rising order, but ${symbols[j]} follows ${symbols[j - 1]}`
    );
  return {times, symbols, values};
}

/** A panel from one column a symbol, in any order of symbols. */
export function panelFromColumns(times: Column, columns: Readonly<Record<string, Column>>): Panel {
  const symbols = Object.keys(columns).sort();
  const values = new Float64Array(times.length * symbols.length);
  symbols.forEach((symbol, j) => {
    const column = columns[symbol]!;
    assert(column.length === times.length, `column ${symbol} has ${column.length} values for ${times.length} times`);
    for (let i = 0; i < times.length; i++) values[i * symbols.length + j] = column[i]!;
  });
  return panel(Float64Array.from(times), symbols, values);
}

/** The values at one time, a view. */
export function crossSection(source: Panel, row: number): Float64Array {
  return source.values.subarray(row * source.symbols.length, (row + 1) * source.symbols.length);
}

/** A panel of the same times and symbols with other values. */
export function withValues(source: Panel, values: Float64Array): Panel {
  assert(values.length === source.values.length, "a panel keeps its shape");
  return {...source, values};
}

/** NaN wherever the other panel has NaN. */
export function maskedBy(source: Panel, ...others: readonly Panel[]): Panel {
  const values = source.values.slice();
  for (const other of others)
    for (let i = 0; i < values.length; i++) if (Number.isNaN(other.values[i]!)) values[i] = Number.NaN;
  return withValues(source, values);
}

/** How many values are present. */
export function presentCount(source: Panel): number {
  let n = 0;
  for (let i = 0; i < source.values.length; i++) if (!Number.isNaN(source.values[i]!)) n++;
  return n;
}

/** Number of the group of each symbol; a symbol without a group gets -1. */
export interface Groups {
  readonly names: readonly string[];
  readonly ofSymbol: Int32Array;
}

export function groupsOf(symbols: readonly string[], groupOf: Readonly<Record<string, string>>): Groups {
  const names = [...new Set(Object.values(groupOf))].sort();
  const ofSymbol = Int32Array.from(symbols, (symbol) => {
    const name = groupOf[symbol];
    return name === undefined ? -1 : names.indexOf(name);
  });
  return {names, ofSymbol};
}
