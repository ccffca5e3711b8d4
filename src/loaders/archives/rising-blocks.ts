// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Blocks of a file in order of time (their first column), whatever order the file has: the order in which rows stand in
 * a file is its maker's, not the market's. Blocks in order go through as they come. A file that begins out of order is
 * held whole and sorted; one that turns out so after blocks were handed on has to be read again, and says so.
 */

/** The file must be read again with `isOutOfOrder`. */
export class FoundOutOfOrder extends Error {
  override readonly name = "FoundOutOfOrder";
}

const BLOCK_ROWS = 250_000;

export async function* risingBlocks(
  blocks: AsyncIterable<Float64Array[]>,
  isOutOfOrder: boolean
): AsyncGenerator<Float64Array[]> {
  const held: Float64Array[][] = [];
  let newest = Number.NEGATIVE_INFINITY;
  for await (const columns of blocks) {
    const last = isOutOfOrder || held.length > 0 ? null : lastIfRising(columns[0], newest);
    if (last !== null) {
      newest = last;
      yield columns;
    } else if (newest === Number.NEGATIVE_INFINITY) held.push(columns);
    else throw new FoundOutOfOrder("rows out of order after rows in order");
  }
  if (held.length > 0) yield* sorted(held);
}

/** The newest time when none is older than the one before it; null otherwise. Rows without a time are no matter. */
function lastIfRising(times: Float64Array | undefined, before: number): number | null {
  let newest = before;
  for (const time of times ?? []) {
    if (time < newest) return null;
    if (time > newest) newest = time;
  }
  return newest;
}

/** Rows of the same time stay in the file's order; those without one come last. */
function* sorted(held: readonly Float64Array[][]): Generator<Float64Array[]> {
  const columns = (held[0] ?? []).map((_, index) => concatenated(held.map((block) => block[index]!)));
  const times = columns[0] ?? new Float64Array(0);
  const order = Uint32Array.from(times, (_, index) => index).sort((a, b) => {
    const [left, right] = [times[a]!, times[b]!];
    if (left < right) return -1;
    if (left > right) return 1;
    return Number(Number.isNaN(left)) - Number(Number.isNaN(right)) || a - b;
  });
  for (let from = 0; from < order.length; from += BLOCK_ROWS) {
    const rows = order.subarray(from, from + BLOCK_ROWS);
    yield columns.map((column) => Float64Array.from(rows, (row) => column[row]!));
  }
}

function concatenated(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, {length}) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
