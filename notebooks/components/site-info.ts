/** The shapes of data/site.json and data/coverage.json. */
import type {CoverageCell} from "./heat-map.js";

export interface SiteInfo {
  readonly snapshot: string | null;
  readonly run: string | null;
  readonly isSimulated: boolean;
}

export interface CoverageSeries {
  readonly instrument: string;
  readonly timeframe: string;
  /** Open times, epoch ms. */
  readonly first: number;
  readonly last: number;
  readonly candles: number;
  readonly missing: number;
}

export interface CoverageFile {
  readonly series: readonly CoverageSeries[];
  readonly months: readonly CoverageCell[];
  readonly quality: readonly Readonly<Record<string, unknown>>[];
}
