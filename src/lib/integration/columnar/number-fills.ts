// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/** Fills as columns of whole numbers; their decimal texts are made when somebody asks for them. */
import {type Decimal, toText} from "../../core/decimal.js";
import type {Instrument} from "../../vocabulary/instrument.js";
import type {CourseFills} from "../course/course-fills.js";
import {FillBytes} from "../course/fill-bytes.js";
import {RoundTrip} from "../course/round-trip.js";
import type {ColumnarFill} from "./columnar-run.js";
import type {LaneFigures} from "./lane-figures.js";

/** Numbers a fill takes: lane, candle, amount (below 0: sold), price, fee. */
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

  /** The same to the last bit as from the fills' texts: quotients of exact numbers are correctly rounded. */
  course(lanes: readonly FillLane[]): CourseFills {
    const rows = this.#rows.subarray(0, this.count * WIDTH);
    return {
      count: this.count,
      fees: feesOf(rows, lanes),
      tradeReturns: () => tradeReturns(rows, lanes),
      writeTo: (hash) => {
        const bytes = new FillBytes(hash);
        writeRows(rows, lanes, bytes);
        bytes.flush();
      }
    };
  }
}

function feesOf(rows: Float64Array, lanes: readonly FillLane[]): number {
  const powers = lanes.map(({figures}) => 10 ** figures.feeScale);
  let sum = 0;
  for (let at = 0; at < rows.length; at += WIDTH) sum += rows[at + 4]! / powers[rows[at]!]!;
  return sum;
}

function tradeReturns(rows: Float64Array, lanes: readonly FillLane[]): readonly number[] {
  const closed: number[] = [];
  const trips = lanes.map(({figures}) => {
    return {figures, feePower: 10 ** figures.feeScale, trip: new RoundTrip(), units: 0};
  });
  for (let at = 0; at < rows.length; at += WIDTH) {
    const held = trips[rows[at]!]!;
    const {amountPower, pricePower} = held.figures;
    const units = rows[at + 2]!;
    const before = held.units / amountPower;
    held.units += units;
    const fill = {
      isBuy: units > 0,
      amount: Math.abs(units) / amountPower,
      price: rows[at + 3]! / pricePower,
      fee: rows[at + 4]! / held.feePower
    };
    const profit = held.trip.take(fill, {before, after: held.units / amountPower});
    if (profit !== null) closed.push(profit);
  }
  return closed;
}

function writeRows(rows: Float64Array, lanes: readonly FillLane[], bytes: FillBytes): void {
  const encoder = new TextEncoder();
  const buy = encoder.encode("buy");
  const sell = encoder.encode("sell");
  const names = lanes.map(({instrument}) => encoder.encode(instrument.id));
  for (let at = 0; at < rows.length; at += WIDTH) {
    const lane = rows[at]!;
    const {figures, openTime} = lanes[lane]!;
    const units = rows[at + 2]!;
    bytes.decimal(openTime[rows[at + 1]!]!, 0);
    bytes.word(names[lane]!);
    bytes.word(units > 0 ? buy : sell);
    bytes.decimal(rows[at + 3]!, figures.priceScale);
    bytes.decimal(Math.abs(units), figures.amountScale);
    bytes.decimal(rows[at + 4]!, figures.feeScale, true);
  }
}

function exact(units: number, scale: number): Decimal {
  return {units: BigInt(units), scale};
}
