/** Where trades, funding and books of the past are read from: the port. Its adapters read a database or a snapshot. */
import type {FlowExtent, FlowKind, FlowRows} from "../../lib/market-data/market-flow.js";

export interface FlowQuery {
  readonly instrument: string;
  /** Times in [from, to), epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export interface FlowSource {
  /** What there is in a range, of the instruments that have any; in order of instrument. */
  extents(query: {
    readonly instruments: readonly string[];
    readonly from: number;
    readonly to: number;
  }): Promise<readonly FlowExtent[]>;
  /** In the order in which it was stored: by time, and within one time always the same. */
  read<K extends FlowKind>(kind: K, query: FlowQuery): Promise<readonly FlowRows[K][]>;
  close(): Promise<void>;
}
