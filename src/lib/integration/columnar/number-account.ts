/** Cash in whole units of 10^-scale, exact as long as nothing passes 2^53; once something does, it says so for good. */
import {parseDecimal} from "../../core/decimal.js";

export class NumberAccount {
  readonly scale: number;
  /** Float64 nearest to the cash, quote units. */
  cash = 0;
  /** False once a figure was too long: what follows means nothing. */
  isExact = true;
  readonly #power: number;
  #units = 0;

  /** @param startCapital quote units, decimal text with at most `scale` digits after the point */
  constructor(startCapital: string, scale: number) {
    const {units, scale: given} = parseDecimal(startCapital);
    this.scale = scale;
    this.#power = 10 ** scale;
    this.#units = Number(units * 10n ** BigInt(scale - given));
    this.cash = this.#units / this.#power;
    // Powers of ten are exact in float64 up to 10^22, and quotients of exact numbers are correctly rounded.
    if (scale > 22 || !Number.isSafeInteger(this.#units)) this.isExact = false;
  }

  covers(units: number): boolean {
    return this.#units >= units;
  }

  /** @param units to take off; below 0 to add */
  pay(units: number): void {
    const left = this.#units - units;
    if (!Number.isSafeInteger(units) || !Number.isSafeInteger(left)) this.isExact = false;
    this.#units = left;
    this.cash = left / this.#power;
  }
}
