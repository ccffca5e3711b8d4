/** What an import is told, and what it tells of each file. */
import type {Instrument} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import type {CandleSink} from "../backfill/candle-sink.js";
import type {RecordKind} from "./archive-name.js";
import type {CandleCounts} from "./import-candles.js";
import type {FigureCounts} from "./import-figures.js";
import type {RecordingCounts} from "./import-recording.js";
import type {RecordCounts} from "./import-records.js";
import type {RecordSink} from "./record-sink.js";

export interface ImportOptions {
  readonly candles: CandleSink;
  readonly records: RecordSink;
  /** Each of these wins over what the path says. */
  readonly exchange?: string;
  readonly symbol?: string;
  readonly timeframe?: Timeframe;
  /** The machine's time, epoch milliseconds: when the figures could first be used. */
  readonly now: number;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly file: string;
  readonly filesDone: number;
  readonly files: number;
  readonly rows: number;
  readonly rowsPerSecond: number;
}

export type ImportedFile =
  | ({readonly outcome: "candles"; readonly path: string; readonly instrument: Instrument} & CandleCounts)
  | ({
      readonly outcome: "records";
      readonly path: string;
      readonly instrument: Instrument;
      readonly kind: RecordKind;
    } & RecordCounts)
  | ({readonly outcome: "recording"; readonly path: string} & RecordingCounts)
  | ({readonly outcome: "figures"; readonly path: string} & FigureCounts)
  | {readonly outcome: "refused"; readonly path: string; readonly code: string; readonly reason: string};
