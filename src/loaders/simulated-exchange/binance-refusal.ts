/** A request that the simulated exchange refuses, with Binance's code for it. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
