// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Forward returns by horizon (METHODS I1, C3, C10). A missing exit price is never filled by default: the row is dropped
 * and counted with its reason. alphalens pads it (trap T1) and drops a row for all horizons (trap T2); both by name only.
 */
import {type Panel, withValues} from "./panel.js";

/** What a symbol returns that stops trading before the exit: nothing, its last price, or a fraction such as -1. */
export type DelistingPolicy = "absent" | "last-price" | number;

export interface ForwardReturnOptions {
  /** Bars ahead. */
  readonly horizon: number;
  /** "cumulative": p(t+h)/p(t) - 1. "last-bar": p(t+h)/p(t+h-1) - 1. */
  readonly kind?: "cumulative" | "last-bar";
  /** Default "absent". */
  readonly delisted?: DelistingPolicy;
  /** Default "absent": a gap at the exit of a symbol that trades on drops the row. "padded" takes the last price, as alphalens. */
  readonly missingExit?: "absent" | "padded";
}

export interface ForwardReturns {
  readonly panel: Panel;
  readonly horizon: number;
  /** Values present. */
  readonly n: number;
  /** Rows without a value, by reason. */
  readonly dropped: {
    readonly missingEntry: number;
    readonly missingExit: number;
    readonly delisted: number;
    readonly beyondEnd: number;
  };
}

/** @param prices rows one bar apart */
export function forwardReturns(prices: Panel, options: ForwardReturnOptions): ForwardReturns {
  const {horizon, kind = "cumulative"} = options;
  const padded = options.missingExit === "padded";
  const rows = prices.times.length;
  const width = prices.symbols.length;
  const source = padded ? carriedForward(prices) : prices.values;
  const last = lastSeen(prices);
  const values = new Float64Array(prices.values.length).fill(Number.NaN);
  const dropped = {missingEntry: 0, missingExit: 0, delisted: 0, beyondEnd: 0};
  let n = 0;
  for (let row = 0; row < rows; row++)
    for (let j = 0; j < width; j++) {
      const entryRow = kind === "cumulative" ? row : row + horizon - 1;
      if (Number.isNaN(source[row * width + j]!)) {
        dropped.missingEntry++;
        continue;
      }
      if (row + horizon >= rows) {
        dropped.beyondEnd++;
        continue;
      }
      const gone = last[j]! < row + horizon && last[j]! < rows - 1 && !padded;
      const value = gone
        ? delistingReturn(options.delisted ?? "absent", {
            source,
            entry: entryRow * width + j,
            final: last[j]! * width + j
          })
        : source[(row + horizon) * width + j]! / source[entryRow * width + j]! - 1;
      if (Number.isNaN(value)) gone ? dropped.delisted++ : dropped.missingExit++;
      else {
        values[row * width + j] = value;
        n++;
      }
    }
  return {panel: withValues(prices, values), horizon, n, dropped};
}

function delistingReturn(
  policy: DelistingPolicy,
  {source, entry, final}: {source: Float64Array; entry: number; final: number}
): number {
  if (policy === "absent" || entry > final) return Number.NaN;
  return policy === "last-price" ? source[final]! / source[entry]! - 1 : policy;
}

/** Last row with a price of each symbol, -1 for none. */
function lastSeen(prices: Panel): Int32Array {
  const width = prices.symbols.length;
  const last = new Int32Array(width).fill(-1);
  for (let i = 0; i < prices.values.length; i++)
    if (!Number.isNaN(prices.values[i]!)) last[i % width] = Math.floor(i / width);
  return last;
}

function carriedForward(prices: Panel): Float64Array {
  const width = prices.symbols.length;
  const values = prices.values.slice();
  for (let i = width; i < values.length; i++) if (Number.isNaN(values[i]!)) values[i] = values[i - width]!;
  return values;
}
