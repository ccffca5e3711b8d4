/** Fills as columns of whole numbers; their decimal texts are made when somebody asks for them. */
import {type Decimal, toText} from "../../core/decimal.js";
import type {Instrument} from "../../vocabulary/instrument.js";
import type {ColumnarFill} from "./columnar-run.js";
import type {LaneFigures} from "./lane-figures.js";

/** Numbers a fill takes. */
const WIDTH = 5;
const FIRST_CAPACITY = 256;

export interface FillLane {
  readonly instrument: Instrument;
  readonly figures: LaneFigures;
  readonly openTime: Float64Array;
}

export class NumberFills {
  count = 0;
  #rows = new Float64Array(FIRST_CAPACITY * WIDTH);

  /** For another run; keeps its room. */
  clear(): void {
    this.count = 0;
  }

  /** @param candle whose open fills it. @param units of amount (below 0: sold), price and fee on the lane's scales */
  add(
    lane: number,
    candle: number,
    units: {readonly amount: number; readonly price: number; readonly fee: number}
  ): void {
    const at = this.count * WIDTH;
    if (at === this.#rows.length) {
      const longer = new Float64Array(2 * at);
      longer.set(this.#rows);
      this.#rows = longer;
    }
    const rows = this.#rows;
    rows[at] = lane;
    rows[at + 1] = candle;
    rows[at + 2] = units.amount;
    rows[at + 3] = units.price;
    rows[at + 4] = units.fee;
    this.count++;
  }

  list(lanes: readonly FillLane[]): readonly ColumnarFill[] {
    return Array.from({length: this.count}, (_, i) => {
      const [lane = 0, candle = 0, amount = 0, price = 0, fee = 0] = this.#rows.subarray(i * WIDTH, (i + 1) * WIDTH);
      const {instrument, figures, openTime} = lanes[lane] as FillLane;
      return {
        instrument: instrument.id,
        time: openTime[candle] as number,
        side: amount > 0 ? "buy" : "sell",
        amount: toText(exact(Math.abs(amount), figures.amountScale)),
        price: toText(exact(price, figures.priceScale)),
        fee: toText(exact(fee, figures.feeScale))
      };
    });
  }
}

function exact(units: number, scale: number): Decimal {
  return {units: BigInt(units), scale};
}
