/** Where loads put candles, and what they note about them: the port between loading and storage. */
import type {MarketDataGapFound} from "../../lib/events/market-data-event.js";
import type {CandleOrigin} from "../../lib/market-data/candle-event.js";
import type {Gap} from "../../lib/market-data/gaps.js";
import type {RejectedRow} from "../../lib/market-data/quality.js";
import type {CandleColumns} from "../../lib/vocabulary/candle.js";
import type {Instrument, InstrumentId} from "../../lib/vocabulary/instrument.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";

export interface SinkGap extends Gap {
  readonly reason: MarketDataGapFound["payload"]["reason"];
}

export interface CandleBatch {
  readonly instrument: InstrumentId;
  /** Checked, ascending; may be empty. */
  readonly columns: CandleColumns;
  readonly rejected: readonly RejectedRow[];
  /** The range this batch answers for, open times in [from, before), and all gaps in it. */
  readonly range: {readonly from: number; readonly before: number};
  readonly gaps: readonly SinkGap[];
  readonly origin: CandleOrigin;
  /** Epoch milliseconds: when these figures could first be used. */
  readonly recordedAt: number;
}

export interface BatchResult {
  readonly inserted: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly quarantined: number;
}

export interface SinkProgress {
  readonly job: string;
  readonly part: string;
  readonly position: unknown;
  readonly loadedRows: number;
  readonly isDone: boolean;
}

export interface OpenGap extends SinkGap {
  readonly id: number;
  readonly instrument: InstrumentId;
  readonly timeframe: Timeframe;
  readonly retries: number;
}

/** Open times of the first and last candle that are stored. */
export interface SeriesExtent {
  readonly firstOpenTime: number;
  readonly lastOpenTime: number;
}

/** Writing the same batch twice changes nothing. */
export interface CandleSink {
  addInstrument(instrument: Instrument): Promise<void>;
  write(batch: CandleBatch): Promise<BatchResult>;
  /** Null while nothing of the series is stored. */
  extent(instrument: InstrumentId, timeframe: Timeframe): Promise<SeriesExtent | null>;
  saveProgress(progress: SinkProgress): Promise<void>;
  readProgress(job: string): Promise<readonly SinkProgress[]>;
  /** Open gaps of an instrument's series. */
  openGaps(instrument: InstrumentId, timeframe: Timeframe): Promise<readonly OpenGap[]>;
  markRetried(gaps: readonly OpenGap[], reason: SinkGap["reason"], at: number): Promise<void>;
}
