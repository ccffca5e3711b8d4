/** Random panels with gaps, ties and constant dates, for the properties of this folder. */
import fc from "fast-check";
import {type Panel, panel} from "../../../src/lib/statistics/panel.js";

export const SEED = {seed: 42};

/** Values are small whole numbers (many ties) or multiples of 1/1024, which transforms keep apart; a fifth is absent. */
export function panels(shape: {rows: number; columns: number}): fc.Arbitrary<Panel> {
  const value = fc.oneof(
    {weight: 2, arbitrary: fc.integer({min: -3, max: 3})},
    {weight: 2, arbitrary: fc.integer({min: -1024, max: 1024}).map((value) => value / 1024)},
    {weight: 1, arbitrary: fc.constant(Number.NaN)}
  );
  const size = shape.rows * shape.columns;
  return fc.array(value, {minLength: size, maxLength: size}).map((values) => panelOf(shape, values));
}

export function panelOf({rows, columns}: {rows: number; columns: number}, values: ArrayLike<number>): Panel {
  const symbols = Array.from({length: columns}, (_, j) => `S${String(j).padStart(3, "0")}`);
  return panel(
    Float64Array.from({length: rows}, (_, i) => i * 86_400_000),
    symbols,
    Float64Array.from(values)
  );
}

export function numbers(length: {min: number; max: number}): fc.Arbitrary<number[]> {
  return fc.array(fc.double({min: -1, max: 1, noNaN: true}), {minLength: length.min, maxLength: length.max});
}
