/** How many values ago the highest and the lowest of the last n came. The window is searched only when one leaves. */
import {WindowValues} from "./window-values.js";

/** Which of equal values counts: the newest (Aroon) or the oldest (position of a maximum in qlib). */
export type TieRule = "newest" | "oldest";

export class WindowMaximumAge {
  private readonly values: WindowValues;
  private readonly isNewestOfTies: boolean;
  private age = 0;

  constructor(length: number, ties: TieRule) {
    this.values = new WindowValues(length);
    this.isNewestOfTies = ties === "newest";
  }

  get isFull(): boolean {
    return this.values.isFull;
  }

  /** Takes the newest value; gives the age of the highest, 0 the newest, among the last n or as many as there are. */
  update(value: number): number {
    const values = this.values;
    values.update(value);
    this.age++;
    if (this.age >= values.size) this.search();
    else if (this.isNewestOfTies ? value >= values.ago(this.age) : value > values.ago(this.age)) this.age = 0;
    return this.age;
  }

  private search(): void {
    const data = this.values.data();
    const newest = this.values.from() + this.values.length - 1;
    let best = newest - this.values.size + 1;
    for (let i = best + 1; i <= newest; i++) {
      const isHigher = (data[i] as number) > (data[best] as number);
      if (isHigher || (this.isNewestOfTies && data[i] === data[best])) best = i;
    }
    this.age = newest - best;
  }
}

export class WindowMinimumAge {
  private readonly negated: WindowMaximumAge;

  constructor(length: number, ties: TieRule) {
    this.negated = new WindowMaximumAge(length, ties);
  }

  update(value: number): number {
    return this.negated.update(-value);
  }
}
