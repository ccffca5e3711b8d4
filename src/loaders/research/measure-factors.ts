/** The impact of factors over a snapshot's candles, measured by several threads over columns that they share. */
import type {MarketDataEvent} from "../../lib/events/market-data-event.js";
import type {Factor} from "../../lib/factors/factor.js";
import type {FactorImpact, FactorImpactFile} from "../../lib/integration/factor-impact.js";
import {DEFAULT_COSTS, type FactorTitle, withCompany} from "../../lib/integration/factor-research.js";
import {
  MINIMUM_INSTRUMENTS,
  type ResearchCosts,
  type ResearchSetting,
  researchSetting
} from "../../lib/integration/factor-setting.js";
import {emptyRankCells, type RankCells} from "../../lib/integration/rank-cells.js";
import {beginPanels, type ResearchPanels, researchPanels} from "../../lib/integration/research-panel.js";
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import {type ResearchThreads, startResearchThreads} from "./research-threads.js";
import {inSharedMemory, sharedBytes} from "./shared-memory.js";

export interface MeasureFactorsRequest {
  readonly snapshot: string;
  readonly timeframe: Timeframe;
  readonly series: readonly TapeSeries[];
  /** All that factors are to hear, in parts; without it the candles of the series. */
  readonly tape?: AsyncIterable<Iterable<MarketDataEvent>>;
  readonly factors: readonly Factor[];
  readonly horizons: readonly number[];
  readonly costs?: ResearchCosts;
  /** Default 1. */
  readonly threads?: number;
  readonly onProgress?: (share: number, note: string) => void;
}

const VALUES_SHARE = 0.2;

export async function measureFactors(request: MeasureFactorsRequest): Promise<FactorImpactFile> {
  const {snapshot, timeframe, horizons, onProgress} = request;
  onProgress?.(0, "calculating values");
  const panels = await panelsOf(request);
  const measurement = beginMeasurement(panels, request);
  const measured = await measurement.run().finally(() => measurement.close());
  return {
    snapshot,
    timeframe,
    horizons,
    instruments: panels.closes.symbols,
    method: panels.closes.symbols.length >= MINIMUM_INSTRUMENTS ? "cross-section" : "over-time",
    tests: measured.flatMap((factor) => factor.horizons).filter(({pValue}) => pValue !== null).length,
    factors: measured
  };
}

async function panelsOf({timeframe, series, factors, tape}: MeasureFactorsRequest): Promise<ResearchPanels> {
  if (tape === undefined) return researchPanels(timeframe, series, factors);
  const panels = beginPanels(timeframe, series, factors);
  for await (const part of tape) for (const event of part) panels.take(event);
  return panels.finish();
}

export interface Measurement {
  /** @throws OperatingError RESEARCH_FAILED when a thread dies */
  run(): Promise<readonly FactorImpact[]>;
  close(): Promise<void>;
}

type MeasurementRequest = Pick<MeasureFactorsRequest, "horizons" | "costs" | "threads" | "onProgress"> & {
  readonly factors: readonly FactorTitle[];
};

/** Starts the threads, for several it puts the panels into shared memory; what they find does not hang on their number. */
export function beginMeasurement(panels: ResearchPanels, request: MeasurementRequest): Measurement {
  const {factors, horizons, costs = DEFAULT_COSTS, threads = 1, onProgress} = request;
  const plain = researchSetting(panels, {horizons, costs});
  const setting = threads === 1 ? plain : inSharedMemory(plain);
  const crew = startResearchThreads(setting, Math.max(1, Math.min(threads, factors.length)));
  return {
    run: async () => {
      let done = 0;
      const onFactor = (name: string) =>
        onProgress?.(VALUES_SHARE + ((0.95 - VALUES_SHARE) * ++done) / factors.length, name);
      const alone = await eachAlone(factors, {setting, crew, onFactor});
      return await Promise.all(
        withCompany(alone, setting).map(async ({impact, controls}) => ({
          ...impact,
          beside: await crew.run<"beside">({kind: "beside", factor: impact.name, controls})
        }))
      );
    },
    close: () => crew.close()
  };
}

interface Work {
  readonly setting: ResearchSetting;
  readonly crew: ResearchThreads;
  readonly onFactor: (name: string) => void;
}

/** Bytes of coefficients that are in memory together. */
const MOST_CELL_BYTES = 2 ** 27;
/** Stretches of rows a thread, so that none waits long for the last one. */
const STRETCHES = 4;

/** Factors are taken together, as many as memory allows: the returns of a row are ranked once for all of them. */
async function eachAlone(factors: readonly FactorTitle[], work: Work): Promise<FactorImpact[]> {
  const {setting, crew, onFactor} = work;
  const made: FactorImpact[] = [];
  const most = atOnce(setting);
  for (let start = 0; start < factors.length; start += most) {
    const together = factors.slice(start, start + most);
    const cells = await ranksOf(together, work);
    const measured = together.map(async ({name, family, title, description}, index) => {
      const factor = {name, family, title, description};
      const impact = await crew.run<"measure">({kind: "measure", factor, cells: cells[index] as RankCells});
      onFactor(name);
      return impact;
    });
    made.push(...(await Promise.all(measured)));
  }
  return made;
}

function atOnce({panels, allHorizons}: ResearchSetting): number {
  const bytes = panels.closes.times.length * 2 * allHorizons.length * (8 + 4);
  return Math.max(1, Math.floor(MOST_CELL_BYTES / Math.max(bytes, 1)));
}

async function ranksOf(factors: readonly FactorTitle[], {setting, crew}: Work): Promise<readonly RankCells[]> {
  const allocate = crew.size === 1 ? (bytes: number) => new ArrayBuffer(bytes) : sharedBytes;
  const cells = factors.map(() => emptyRankCells(setting, allocate));
  if (setting.method !== "cross-section") return cells;
  const rows = setting.panels.closes.times.length;
  const step = Math.max(1, Math.ceil(rows / (crew.size * STRETCHES)));
  const names = factors.map(({name}) => name);
  const stretches = Array.from({length: Math.ceil(rows / step)}, (_, index) => index * step);
  await Promise.all(
    stretches.map((from) =>
      crew.run<"ranks">({kind: "ranks", factors: names, cells, from, to: Math.min(rows, from + step)})
    )
  );
  return cells;
}
