/** What research reads: the candles of a snapshot as series, with the instruments they belong to. */
import type {TapeSeries} from "../../lib/market-data/candle-tape.js";
import type {FinerCandles} from "../../lib/market-data/finer-tape.js";
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import type {FlowSource} from "../market-flow/flow-source.js";
import {openSnapshot} from "../snapshot/open-snapshot.js";
import {snapshotFlows} from "../snapshot/snapshot-flows.js";
import {findSnapshot} from "../snapshot/snapshot-folder.js";
import type {SnapshotManifest} from "../snapshot/snapshot-manifest.js";

export interface SnapshotMarket {
  readonly id: string;
  readonly manifest: SnapshotManifest;
  /** Those with candles of the timeframe, in order of id. */
  readonly instruments: readonly Instrument[];
  readSeries(instruments: readonly Instrument[]): Promise<readonly TapeSeries[]>;
  /** Candles of another timeframe, of the instruments that have some; null for none asked for. */
  readFiner(instruments: readonly Instrument[], timeframe: Timeframe | null): Promise<FinerCandles | null>;
  /** Trades, books and funding; it reads by itself, also after `close`, and has a `close` of its own. */
  flows(): FlowSource;
  close(): void;
}

/**
 * @param name the first characters of an id, or `latest`
 * @throws OperatingError when there is no such snapshot, or several
 */
export async function openSnapshotMarket(folder: string, name: string, timeframe: Timeframe): Promise<SnapshotMarket> {
  const found = await findSnapshot(folder, name);
  const snapshot = await openSnapshot(found.folder);
  const known = await snapshot.readInstruments();
  const present = new Set(
    snapshot.manifest.series
      .filter((series) => series.timeframe === timeframe && series.rows > 0)
      .map(({instrument}) => instrument)
  );
  return {
    id: found.id,
    manifest: snapshot.manifest,
    instruments: known.filter(({id}) => present.has(id)),
    readSeries: (instruments) => seriesOf(snapshot, instruments, timeframe),
    readFiner: async (instruments, finer) => {
      if (finer === null) return null;
      const {series} = snapshot.manifest;
      const there = new Set(
        series.filter((one) => one.timeframe === finer && one.rows > 0).map((one) => one.instrument)
      );
      const present = instruments.filter(({id}) => there.has(id));
      return {timeframe: finer, series: await seriesOf(snapshot, present, finer)};
    },
    flows: () => snapshotFlows(found.folder, snapshot.manifest),
    close: () => snapshot.close()
  };
}

async function seriesOf(
  snapshot: Awaited<ReturnType<typeof openSnapshot>>,
  instruments: readonly Instrument[],
  timeframe: Timeframe
): Promise<readonly TapeSeries[]> {
  const series: TapeSeries[] = [];
  for (const {id, isSimulated} of instruments)
    series.push({
      instrument: id,
      columns: await snapshot.readCandles({instrument: id, timeframe}),
      origin: isSimulated ? "simulated" : "exchange"
    });
  return series;
}
