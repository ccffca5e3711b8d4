/** An invalid case: thrown while a case is read, turned into a result at the one place that reads cases. */

export const CASE_ERROR_CODES = [
  "unknown-field",
  "unknown-kind",
  "unknown-rules",
  "bad-number",
  "orders-or-signals",
  "bad-candle",
  "bad-order",
  "bad-timeframe",
  "bad-book",
  "bad-id",
  "bad-side",
  "unknown-type",
  "missing-field",
  "bad-link",
  "both-units",
  "bad-unlock-time"
] as const;
export type CaseErrorCode = (typeof CASE_ERROR_CODES)[number];

export class CaseError extends Error {
  override readonly name = "CaseError";
  readonly code: CaseErrorCode;
  /** Where in the case, as in `orders[0].limit`. */
  readonly path: string;

  constructor(code: CaseErrorCode, path: string, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
