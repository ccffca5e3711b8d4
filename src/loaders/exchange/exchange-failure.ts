/**
 * What went wrong at an exchange, by a table of our own: ccxt's classes and messages come in, a code, whether trying
 * again can help, and how long to wait come out. ccxt's own retries are off, because they repeat 429s at once.
 */
import {OperatingError} from "../../lib/core/operating-error.js";

export interface ExchangeFailure {
  readonly code: string;
  readonly retryable: boolean;
  /** Wait before the first retry; doubled for each further one. */
  readonly waitMs: number;
  /** What a person can do about it. */
  readonly advice: string;
}

/** Classes of ccxt, most particular first: a class stands before those it is made of. */
const BY_CLASS: readonly (readonly [readonly string[], ExchangeFailure])[] = [
  [
    ["RateLimitExceeded", "DDoSProtection"],
    failure("EXCHANGE_RATE_LIMITED", 5_000, "the exchange asks for fewer requests; the load waits and goes on")
  ],
  [
    ["OnMaintenance"],
    failure("EXCHANGE_MAINTENANCE", 15_000, "the exchange is in maintenance; the load goes on when it is back")
  ],
  [
    ["RestrictedLocation"],
    final("EXCHANGE_REFUSED", "the exchange does not serve this place; choose another one with --exchange")
  ],
  [
    ["ExchangeNotAvailable"],
    failure("EXCHANGE_UNAVAILABLE", 3_000, "the exchange does not answer as it should; try again later")
  ],
  [["RequestTimeout"], failure("EXCHANGE_TIMEOUT", 1_000, "the exchange took too long; try again later")],
  [["InvalidNonce"], failure("EXCHANGE_CLOCK", 1_000, "this machine's clock and the exchange's differ: set the clock")],
  [["NetworkError"], failure("EXCHANGE_UNREACHABLE", 1_000, "check the network, or use --exchange simulated")],
  [["BadSymbol"], final("EXCHANGE_NO_SYMBOL", "symbols are written like BTC/USDT; check that the exchange lists it")],
  [["AuthenticationError"], final("EXCHANGE_REFUSED", "public data needs no key; check the exchange's settings")],
  [["NotSupported"], final("EXCHANGE_NOT_SUPPORTED", "this exchange does not offer it; choose another one")],
  [
    ["BadResponse", "NullResponse", "OperationFailed"],
    failure("EXCHANGE_BROKEN_ANSWER", 1_000, "the exchange's answer made no sense; try again later")
  ],
  [["BadRequest", "ArgumentsRequired"], final("EXCHANGE_REFUSED", "the exchange refuses the request as it is")]
];

/** Messages of failures that reach us as a plain error or under a misleading class. */
const BY_MESSAGE: readonly (readonly [RegExp, ExchangeFailure])[] = [
  [/"code":\s*-1\b.*unavailable|\b50[0234]\b/i, failure("EXCHANGE_UNAVAILABLE", 3_000, "try again later")],
  [
    /terminated|other side closed|socket|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|fetch failed|network/i,
    failure("EXCHANGE_UNREACHABLE", 1_000, "check the network, or use --exchange simulated")
  ],
  [/JSON|Unexpected (end|token)/i, failure("EXCHANGE_BROKEN_ANSWER", 1_000, "try again later")]
];

const UNKNOWN = final("EXCHANGE_FAILED", "see the cause");

/** The row of the table that fits. */
export function classifyExchangeFailure(error: unknown): ExchangeFailure {
  if (error instanceof OperatingError) return {...UNKNOWN, code: error.code, retryable: error.retryable, waitMs: 1_000};
  const classes = classNames(error);
  const message = error instanceof Error ? error.message : String(error);
  // ExchangeError is what ccxt makes of anything it does not know: there the message knows better.
  for (const [names, row] of BY_CLASS) if (names.some((name) => classes.includes(name))) return row;
  for (const [pattern, row] of BY_MESSAGE) if (pattern.test(message)) return row;
  return UNKNOWN;
}

/** Any failure as a typed error that says what was asked of whom, and what to do. */
export function exchangeError(exchange: string, asked: string, error: unknown): OperatingError {
  if (error instanceof OperatingError) return error;
  const {code, retryable, advice} = classifyExchangeFailure(error);
  const message = error instanceof Error ? error.message : String(error);
  const brief = message.length > 200 ? `${message.slice(0, 200)}...` : message;
  return new OperatingError(`${exchange}: ${asked} failed: ${brief}. What to do: ${advice}.`, {
    code,
    retryable,
    details: {exchange, asked},
    cause: error
  });
}

/** Names of the error's class and of those it is made of. */
function classNames(error: unknown): string[] {
  const names: string[] = [];
  for (let type = (error as object | null)?.constructor; type?.name; type = Object.getPrototypeOf(type))
    names.push(type.name);
  return names;
}

function failure(code: string, waitMs: number, advice: string): ExchangeFailure {
  return {code, retryable: true, waitMs, advice};
}

function final(code: string, advice: string): ExchangeFailure {
  return {code, retryable: false, waitMs: 0, advice};
}
