/** The factor folders as panels, and alphalens's rules of which rows count (traps T2, T3). */
import {type ForwardReturnOptions, forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {maskedBy, type Panel, panelFromColumns, presentCount} from "../../../src/lib/statistics/panel.js";
import {
  assignBuckets,
  type BucketAssignment,
  type Bucketing,
  bucketedOnly
} from "../../../src/lib/statistics/quantile-assignment.js";
import {readTable} from "./golden-files.js";

export interface FactorTables {
  readonly dates: readonly string[];
  readonly prices: Panel;
  readonly factors: Readonly<Record<string, Panel>>;
  readonly rows: number;
}

export function readFactorTables(folder: string, path: string): FactorTables {
  const priceTable = readTable(folder, `${path}/prices.csv`);
  const dates = priceTable.text("date");
  const times = dates.map((date) => Date.parse(`${date}Z`));
  const symbols = priceTable.names.slice(1);
  const prices = panelFromColumns(
    times,
    Object.fromEntries(symbols.map((symbol) => [symbol, priceTable.column(symbol)]))
  );
  const factorTable = readTable(folder, `${path}/factors.csv`);
  const rowOf = new Map(dates.map((date, i) => [date, i]));
  const columnOf = new Map(prices.symbols.map((symbol, j) => [symbol, j]));
  const [days, assets] = [factorTable.text("date"), factorTable.text("asset")];
  const factors: Record<string, Panel> = {};
  for (const name of factorTable.names.slice(2)) {
    const values = new Float64Array(prices.values.length).fill(Number.NaN);
    factorTable.column(name).forEach((value, i) => {
      const place = (rowOf.get(days[i] ?? "") ?? 0) * prices.symbols.length + (columnOf.get(assets[i] ?? "") ?? 0);
      values[place] = value;
    });
    factors[name] = {...prices, values};
  }
  return {dates, prices, factors, rows: days.length};
}

/** "5D" -> 5. */
export function horizonOf(key: string): number {
  return Number(/^(\d+)/.exec(key)?.[1]);
}

export interface CleanFactor {
  readonly factor: Panel;
  readonly assignment: BucketAssignment;
  readonly forward: ReadonlyMap<string, Panel>;
  /** Rows left. */
  readonly rows: number;
}

/** alphalens: a row counts when factor and ALL forward returns are there and its date has buckets. */
export function cleanFactor(
  factor: Panel,
  prices: Panel,
  {
    horizons,
    how,
    policy = {}
  }: {horizons: readonly string[]; how: Bucketing; policy?: Omit<ForwardReturnOptions, "horizon">}
): CleanFactor {
  const forward = new Map(
    horizons.map((key) => [key, forwardReturns(prices, {horizon: horizonOf(key), ...policy}).panel])
  );
  const complete = maskedBy(factor, ...forward.values());
  const assignment = assignBuckets(complete, how);
  const kept = bucketedOnly(complete, assignment);
  return {factor: kept, assignment, forward, rows: presentCount(kept)};
}
