/**
 * When the exchange itself said that it was down. Candles that are missing of that time were never made; of what merely
 * could not be reached from here nothing is known.
 */
import type {ExchangeFailure} from "../../loaders/exchange/exchange-failure.js";

/** Failures that are the exchange's own word. */
const SAID_DOWN: ReadonlySet<ExchangeFailure["code"]> = new Set(["EXCHANGE_MAINTENANCE", "EXCHANGE_UNAVAILABLE"]);

interface Outage {
  /** Exchange time of the last good answer before it, and of the first after it. */
  readonly from: number;
  readonly until: number;
}

/** A candle that is asked for later than so many outages after its time is not explained any more. */
const MOST_REMEMBERED = 100;

export class Outages {
  readonly #past: Outage[] = [];
  #answeredAt: number;
  #isDown = false;

  /** @param now exchange time, as everywhere here: what was before is not known */
  constructor(now: number) {
    this.#answeredAt = now;
  }

  answered(now: number): void {
    if (this.#isDown) this.#past.push({from: this.#answeredAt, until: now});
    if (this.#past.length > MOST_REMEMBERED) this.#past.shift();
    this.#isDown = false;
    this.#answeredAt = now;
  }

  failed({code}: ExchangeFailure): void {
    if (SAID_DOWN.has(code)) this.#isDown = true;
  }

  /**
   * True when every candle of the gap was open while the exchange was down.
   * @param gap open times of the first and of the last missing candle
   * @param lengthMs of a candle
   */
  explains({from, to}: {readonly from: number; readonly to: number}, lengthMs: number): boolean {
    return this.#past.some((outage) => from + lengthMs > outage.from && to < outage.until);
  }
}
