/** What can be made to go wrong at the simulated exchange. Everything is off until set; `clear` turns all of it off. */
import type {Candle} from "../../lib/vocabulary/candle.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";

/** A status answers with Binance's own error body; the words answer 200 with a broken one, never, or by hanging up. */
export type HttpFaultKind =
  | 403
  | 418
  | 429
  | 451
  | 500
  | 502
  | 503
  | 504
  | "truncated"
  | "garbage"
  | "html"
  | "empty-body"
  | "empty-list"
  | "hang"
  | "reset";

export interface HttpFault {
  readonly kind: HttpFaultKind;
  /** Path that it hits, e.g. `/api/v3/klines`; all by default. */
  readonly path?: string;
  /** Method that it hits; all by default. */
  readonly method?: string;
  /** True when the request is carried out and only its answer fails: an order that was accepted all the same. */
  readonly isAnswerLost?: boolean;
  /** Requests that it hits before it is over; until cleared by default. */
  readonly times?: number;
}

export interface Revision {
  readonly symbol: string;
  readonly timeframe: Timeframe;
  readonly openTime: number;
  /** Factor on the candle's volume: a late correction by the exchange. */
  readonly volumeFactor: number;
}

export interface Outage {
  /** All instruments by default. */
  readonly symbol?: string;
  /** Candles that lie wholly in [from, before) were never made. */
  readonly from: number;
  readonly before: number;
  /** True: nor did anything trade. */
  readonly isQuiet?: boolean;
}

/** What the streams do to each message. */
export interface StreamFaults {
  /** Connected and answering pings, but silent. */
  isStalled: boolean;
  /** Every n-th message is sent twice, swapped with the next one, or not sent; 0 for never. */
  duplicateEvery: number;
  reorderEvery: number;
  dropEvery: number;
}

export class FaultPanel {
  readonly streams: StreamFaults = {isStalled: false, duplicateEvery: 0, reorderEvery: 0, dropEvery: 0};
  /** Added to every time the exchange tells, in milliseconds. */
  clockSkewMs = 0;
  isInMaintenance = false;
  /** Requests that are answered in a window of this machine's time; more get 429. Null: any number. */
  requestLimit: {readonly requests: number; readonly windowMs: number} | null = null;
  /** Times of the requests in the window, the oldest first. */
  #recent: number[] = [];
  #http: {fault: HttpFault; left: number}[] = [];
  #revisions: Revision[] = [];
  #outages: Outage[] = [];
  readonly #disconnect: () => void;

  constructor(disconnect: () => void) {
    this.#disconnect = disconnect;
  }

  /** Cuts every open socket. */
  disconnect(): void {
    this.#disconnect();
  }

  /** Maintenance answers 503 to every request and closes the streams until it is over. */
  setMaintenance(isOn: boolean): void {
    this.isInMaintenance = isOn;
    if (isOn) this.#disconnect();
  }

  failHttp(fault: HttpFault): void {
    this.#http.push({fault, left: fault.times ?? Number.POSITIVE_INFINITY});
  }

  revise(revision: Revision): void {
    this.#revisions.push(revision);
  }

  addOutage(outage: Outage): void {
    this.#outages.push(outage);
  }

  clear(): void {
    Object.assign(this.streams, {isStalled: false, duplicateEvery: 0, reorderEvery: 0, dropEvery: 0});
    this.clockSkewMs = 0;
    this.isInMaintenance = false;
    this.requestLimit = null;
    this.#http = [];
    this.#revisions = [];
    this.#outages = [];
  }

  /** The fault that hits this request, used up by one; null for none. */
  takeHttpFault(path: string, method = "GET"): HttpFault | null {
    if (this.isInMaintenance) return {kind: 503};
    if (this.#isOverLimit()) return {kind: 429};
    const entry = this.#http.find(
      ({fault, left}) => left > 0 && (fault.path ?? path) === path && (fault.method ?? method) === method
    );
    if (entry === undefined) return null;
    entry.left--;
    return entry.fault;
  }

  #isOverLimit(): boolean {
    if (this.requestLimit === null) return false;
    const now = performance.now();
    const {requests, windowMs} = this.requestLimit;
    this.#recent = this.#recent.filter((time) => time > now - windowMs);
    if (this.#recent.length >= requests) return true;
    this.#recent.push(now);
    return false;
  }

  /** True when nothing traded at the time. */
  isQuiet(symbol: string, time: number): boolean {
    return this.#outages.some(
      (outage) =>
        outage.isQuiet === true && (outage.symbol ?? symbol) === symbol && outage.from <= time && time < outage.before
    );
  }

  /** The candle as published: revised, as it is, or null for one that an outage swallowed. */
  published(symbol: string, timeframe: Timeframe, candle: Candle): Candle | null {
    const {openTime, closeTime} = candle;
    const isLost = this.#outages.some(
      (outage) => (outage.symbol ?? symbol) === symbol && outage.from <= openTime && closeTime <= outage.before
    );
    if (isLost) return null;
    const revision = this.#revisions.findLast(
      (entry) => entry.symbol === symbol && entry.timeframe === timeframe && entry.openTime === openTime
    );
    if (revision === undefined) return candle;
    return {...candle, volume: Math.round(candle.volume * revision.volumeFactor * 1e8) / 1e8};
  }
}
