/** Compares a part of a result that must hold with the result: names the first path that differs. */

export interface ComparedCase {
  readonly expect?: unknown;
  readonly derived?: unknown;
  readonly tolerance?: Readonly<Record<string, number>>;
}

/** Differences between `expected` and `actual`, as sentences; empty when it holds. */
export function differences(expected: unknown, actual: unknown, tolerance: ComparedCase["tolerance"] = {}): string[] {
  return compareAt({expected, actual, path: "", field: ""}, tolerance);
}

interface Pair {
  readonly expected: unknown;
  readonly actual: unknown;
  readonly path: string;
  readonly field: string;
}

function compareAt(pair: Pair, tolerance: Readonly<Record<string, number>>): string[] {
  const {expected, actual, path, field} = pair;
  if (expected === "any") return [];
  if (typeof expected === "number") return isClose(expected, actual, tolerance[field]) ? [] : [differ(pair)];
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) return [differ(pair)];
    return expected.flatMap((value, i) =>
      compareAt({expected: value, actual: actual[i], path: `${path}[${i}]`, field}, tolerance)
    );
  }
  if (typeof expected === "object" && expected !== null) {
    const found = field === "orders" && Array.isArray(actual) ? byId(actual) : actual;
    if (typeof found !== "object" || found === null) return [differ(pair)];
    return Object.entries(expected).flatMap(([key, value]) =>
      compareAt({expected: value, actual: Reflect.get(found, key), path: `${path}.${key}`, field: key}, tolerance)
    );
  }
  return expected === actual ? [] : [differ(pair)];
}

function byId(orders: readonly {readonly id?: unknown}[]): object {
  return Object.fromEntries(orders.map((order) => [String(order.id), order]));
}

/** The stated tolerance is absolute; without one 1e-9 of the larger of 1 and the figure. */
function isClose(expected: number, actual: unknown, tolerance: number | undefined): boolean {
  if (typeof actual !== "number") return false;
  return Math.abs(actual - expected) <= (tolerance ?? 1e-9 * Math.max(1, Math.abs(expected)));
}

function differ({expected, actual, path}: Pair): string {
  return `${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}
