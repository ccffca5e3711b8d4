/** The log return of each close on the one before. */
export class LogReturn {
  private previous = Number.NaN;

  /** ln(close / previous close); NaN at the first candle. */
  update(close: number): number {
    const previous = this.previous;
    this.previous = close;
    return Math.log(close / previous);
  }
}
