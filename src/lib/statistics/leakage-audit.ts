// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Proof that a calculation does not look ahead (METHODS L7): the value at t without the future equals the one with it. */
import {seededRandom} from "../core/random.js";
import type {Panel} from "./panel.js";

/** Turns inputs by time and symbol into values by time and symbol. */
export type PanelCalculation = (inputs: Panel) => Panel;

export interface Leak {
  readonly row: number;
  readonly symbol: string;
  readonly withFuture: number;
  readonly withoutFuture: number;
}

export interface LeakageAudit {
  readonly rowsChecked: number;
  /** The first leak found; null = none. */
  readonly leak: Leak | null;
}

/** Shift test: each checked row again from the inputs up to it only. @param rows to check, default all */
export function auditPrefixes(calculation: PanelCalculation, inputs: Panel, rows?: readonly number[]): LeakageAudit {
  const full = calculation(inputs);
  const width = inputs.symbols.length;
  const checked = rows ?? Array.from(inputs.times, (_, row) => row);
  for (const row of checked) {
    const prefix = calculation({
      times: inputs.times.subarray(0, row + 1),
      symbols: inputs.symbols,
      values: inputs.values.subarray(0, (row + 1) * width)
    });
    const leak = compareRow(full, prefix, row);
    if (leak !== null) return {rowsChecked: checked.length, leak};
  }
  return {rowsChecked: checked.length, leak: null};
}

/** Future-noise test: inputs after `row` are replaced by noise of their size; everything up to it must stay. */
export function auditFutureNoise(
  calculation: PanelCalculation,
  inputs: Panel,
  {row, seed}: {row: number; seed: number}
): LeakageAudit {
  const random = seededRandom(seed);
  const start = (row + 1) * inputs.symbols.length;
  const values = inputs.values.map((value, i) => (i < start ? value : value * Math.exp(random.normal())));
  const full = calculation(inputs);
  const noisy = calculation({...inputs, values});
  for (let checked = 0; checked <= row; checked++) {
    const leak = compareRow(full, noisy, checked);
    if (leak !== null) return {rowsChecked: row + 1, leak};
  }
  return {rowsChecked: row + 1, leak: null};
}

function compareRow(full: Panel, other: Panel, row: number): Leak | null {
  const width = full.symbols.length;
  for (let j = 0; j < width; j++) {
    const [withFuture, withoutFuture] = [full.values[row * width + j]!, other.values[row * width + j]!];
    if (!Object.is(withFuture, withoutFuture)) return {row, symbol: full.symbols[j]!, withFuture, withoutFuture};
  }
  return null;
}
