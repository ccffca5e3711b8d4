/** What a columnar run leaves behind: fills with exact figures, and the equity at each close. */
import type {InstrumentId} from "../../vocabulary/instrument.js";
import type {OrderSide} from "../../vocabulary/order.js";
import type {CourseFills} from "../course/course-fills.js";
import type {EquityLine} from "../course/equity-line.js";

export interface ColumnarFill {
  readonly instrument: InstrumentId;
  /** Epoch ms: the open of the candle that filled it. */
  readonly time: number;
  readonly side: OrderSide;
  /** Exact decimal text: base units, quote units per base unit, quote units. */
  readonly amount: string;
  readonly price: string;
  readonly fee: string;
}

export interface ColumnarRun {
  /** Close time of each slice that was traded; made when first asked for. */
  readonly times: Float64Array;
  /** Equity at it, quote units; made when first asked for. */
  readonly equity: Float64Array;
  readonly line: EquityLine;
  /** Null when there was no slice. */
  readonly finalEquity: number | null;
  readonly fillCount: number;
  /** In order of time; texts are made when asked for. */
  fills(): readonly ColumnarFill[];
  /** The same fills for figures and digest, without their texts. */
  course(): CourseFills;
  /** Orders that met their open without the means. */
  readonly rejected: number;
  /** Closes at which positions were worth something: their value, on a margin account their unrealised profit. */
  readonly exposedMarks: number;
  /** `numbers`: exact in safe integers; `decimals`: some figure was too long for them. */
  readonly arithmetic: "numbers" | "decimals";
}
