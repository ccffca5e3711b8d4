/** The simple return of each close on the one before. */
export class SimpleReturn {
  private previous = Number.NaN;

  /** close / previous close - 1; NaN at the first candle. */
  update(close: number): number {
    const previous = this.previous;
    this.previous = close;
    return close / previous - 1;
  }
}
