/** The books of a tape, kept a second time from its fills alone, and held against what the tape says of them. */
import {
  absolute,
  add,
  compare,
  type Decimal,
  multiply,
  parseDecimal,
  sign,
  subtract,
  toNumber,
  toText,
  ZERO
} from "../../src/lib/core/decimal.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {OrderFilled, PositionChanged} from "../../src/lib/events/trade-execution-event.js";
import type {TradeSignalRaised} from "../../src/lib/events/trade-signal-event.js";
import type {SimulatedOutcome} from "./simulated-run.js";

/** Shares of equity are floating-point figures. */
const TOLERANCE = 1e-9;

export function ledgerBreaches({tape, market}: Pick<SimulatedOutcome, "tape" | "market">): readonly string[] {
  const books = new Books(market.tape.plan.strategy);
  for (const event of tape) books.take(event);
  return books.breaches;
}

class Books {
  readonly breaches: string[] = [];
  readonly #limits;
  #cash: Decimal;
  readonly #amounts = new Map<string, Decimal>();
  readonly #closes = new Map<string, number>();
  readonly #signals = new Map<string, TradeSignalRaised>();
  /** What is wanted of each instrument by the decisions of the present slice. */
  readonly #wanted = new Map<string, number>();
  #equity: number;

  constructor({startCapital, decision}: SimulatedOutcome["market"]["tape"]["plan"]["strategy"]) {
    this.#cash = parseDecimal(startCapital);
    this.#equity = Number(startCapital);
    this.#limits = decision.limits;
  }

  take(event: PapertapeEvent): void {
    switch (event.fact) {
      case "CandleClosed":
        this.#closes.set(event.payload.instrument, event.payload.close);
        break;
      case "OrderFilled":
        this.#fill(event);
        break;
      case "PositionChanged":
        this.#compare(event);
        break;
      case "EquityMarked":
        this.#equity = event.payload.equity;
        this.#holds(event.id, "cash", [event.payload.cash, toText(this.#cash)]);
        if (!isNear(event.payload.equity, toNumber(this.#cash) + this.#value()))
          this.breaches.push(`${event.id}: equity ${event.payload.equity} is not cash and positions`);
        break;
      case "TradeSignalRaised":
        this.#signals.set(event.id, event);
        this.#decide(event);
        break;
      case "SliceCompleted":
        this.#wanted.clear();
    }
  }

  #fill({id, payload}: OrderFilled): void {
    const {instrument, side, signal} = payload;
    const amount = parseDecimal(payload.amount);
    const value = multiply(amount, parseDecimal(payload.price));
    const before = this.#amount(instrument);
    const after = side === "buy" ? add(before, amount) : subtract(before, amount);
    this.#cash = subtract(
      side === "buy" ? subtract(this.#cash, value) : add(this.#cash, value),
      parseDecimal(payload.fee)
    );
    this.#amounts.set(instrument, after);
    if (sign(after) < 0) this.breaches.push(`${id} sells more than is held`);
    if (sign(this.#cash) < 0) this.breaches.push(`${id} is paid with cash that is not there: ${toText(this.#cash)}`);
    const target = this.#signals.get(signal)?.payload.targetAmount;
    const isBeyond = target !== undefined && side === "buy" && compare(after, absolute(parseDecimal(target))) > 0;
    if (isBeyond) this.breaches.push(`${id} takes the position to ${toText(after)}, beyond the ${target} decided`);
  }

  #compare({id, payload}: PositionChanged): void {
    this.#holds(id, "amount", [payload.amount, toText(this.#amount(payload.instrument))]);
    this.#holds(id, "cash", [payload.cash, toText(this.#cash)]);
  }

  /** Limits are judged at the close of the decision, with what was decided earlier in the slice. */
  #decide({id, payload}: TradeSignalRaised): void {
    const {instrument, referencePrice, reason} = payload;
    const target = Math.abs(Number(payload.targetAmount));
    this.#wanted.set(instrument, target);
    if (reason !== "entry" && reason !== "increase") return;
    const {perPosition, grossExposure} = this.#limits;
    const own = target * referencePrice;
    if (perPosition !== null && own > perPosition * this.#equity * (1 + TOLERANCE))
      this.breaches.push(`${id} wants ${own} of ${this.#equity}, beyond the limit of a position`);
    if (grossExposure !== null && this.#value() > grossExposure * this.#equity * (1 + TOLERANCE))
      this.breaches.push(`${id} takes all positions to ${this.#value()} of ${this.#equity}, beyond the limit`);
  }

  #value(): number {
    let value = 0;
    for (const [instrument, close] of this.#closes)
      value += (this.#wanted.get(instrument) ?? toNumber(this.#amount(instrument))) * close;
    return value;
  }

  #amount(instrument: string): Decimal {
    return this.#amounts.get(instrument) ?? ZERO;
  }

  #holds(id: string, name: string, [said, kept]: readonly [said: string, kept: string]): void {
    if (said !== kept) this.breaches.push(`${id}: ${name} is ${said}, and ${kept} by the fills`);
  }
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}
