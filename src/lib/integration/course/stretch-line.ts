// biome-ignore-all lint/style/noNonNullAssertion: loop bounds prove the index
/**
 * Equity of one instrument as what it is made of: stretches of closes in which cash and position stay. It is followed
 * while a run goes on, and read again without a column as long as history. Bit for bit what a column of it gives.
 */
import type {EquityLine, EquitySummary, ReturnPowers} from "./equity-line.js";

export interface Stretch {
  /** Index of its first candle, and of the first after it. */
  readonly from: number;
  readonly to: number;
  readonly cash: number;
  /** Base units, signed. */
  readonly held: number;
}

/** Numbers a stretch takes: its end, cash, base units held. */
const WIDTH = 3;
const FIRST_CAPACITY = 256;

/** Every field begins as a number: one that began undefined would be made anew at each change. */
export class StretchLine implements EquityLine {
  startCapital = 0;
  /** The newest mark. */
  last = 0;
  /** Closes at which the position was worth something. */
  exposed = 0;
  #close: Float64Array = new Float64Array(0);
  #first = 0;
  #end = 0;
  #rows: Float64Array = new Float64Array(FIRST_CAPACITY * WIDTH);
  #used = 0;
  #returnSum = 0;
  #squares = 0;
  #cubes = 0;
  #fourths = 0;
  #losses = 0;
  #deepestFall = 0;
  #highest = 0;
  /** Row that the newest `at` was in, and where that stretch begins. */
  #row = 0;
  #rowFrom = 0;

  /** For another run; keeps its room. @param first index of the candle that has the first mark */
  begin(startCapital: number, {close, first}: {readonly close: Float64Array; readonly first: number}): void {
    this.startCapital = startCapital;
    this.last = startCapital;
    this.exposed = 0;
    this.#close = close;
    this.#first = first;
    this.#end = first;
    this.#used = 0;
    this.#returnSum = 0;
    this.#squares = 0;
    this.#cubes = 0;
    this.#fourths = 0;
    this.#losses = 0;
    this.#deepestFall = 0;
    this.#highest = startCapital;
    this.#row = 0;
    this.#rowFrom = first;
  }

  get length(): number {
    return this.#end - this.#first;
  }

  /** Begins where the last one ended. */
  add(stretch: Stretch): void {
    const {to, cash, held} = stretch;
    const rows = this.#rows;
    const used = this.#used;
    this.#end = to;
    if (held === 0) this.#followLevel(stretch);
    else this.#followHeld(stretch);
    if (used > 0 && rows[used - 2] === cash && rows[used - 1] === held) {
      rows[used - WIDTH] = to;
      return;
    }
    if (used === rows.length) {
      this.#rows = new Float64Array(2 * used);
      this.#rows.set(rows);
    }
    this.#rows[used] = to;
    this.#rows[used + 1] = cash;
    this.#rows[used + 2] = held;
    this.#used = used + WIDTH;
  }

  /** After the first of equal marks the return is 0, which adds nothing, and none falls deeper. */
  #followLevel({from, to, cash}: Stretch): void {
    // Nothing over nothing is no return.
    const change = cash === 0 && to - from > 1 ? Number.NaN : cash / this.last - 1;
    const square = change * change;
    const loss = 0.5 * (change - Math.abs(change));
    this.#returnSum += change;
    this.#squares += square;
    this.#cubes += square * change;
    this.#fourths += square * square;
    this.#losses += loss * loss;
    this.last = cash;
    if (cash > this.#highest) this.#highest = cash;
    else if (this.#highest - cash > this.#deepestFall * this.#highest)
      this.#deepestFall = (this.#highest - cash) / this.#highest;
  }

  #followHeld({from, to, cash, held}: Stretch): void {
    const close = this.#close;
    let returnSum = this.#returnSum;
    let squares = this.#squares;
    let cubes = this.#cubes;
    let fourths = this.#fourths;
    let losses = this.#losses;
    let deepestFall = this.#deepestFall;
    let highest = this.#highest;
    let last = this.last;
    let idle = 0;
    for (let i = from; i < to; i++) {
      const worth = held * close[i]!;
      if (worth === 0) idle++;
      const value = cash + worth;
      const change = value / last - 1;
      const square = change * change;
      // The smaller of the return and 0 without a branch, which no processor could foretell.
      const loss = 0.5 * (change - Math.abs(change));
      returnSum += change;
      squares += square;
      cubes += square * change;
      fourths += square * square;
      losses += loss * loss;
      last = value;
      if (value > highest) highest = value;
      // Compared before it is divided: most marks set no new depth.
      else if (highest - value > deepestFall * highest) deepestFall = (highest - value) / highest;
    }
    this.#returnSum = returnSum;
    this.#squares = squares;
    this.#cubes = cubes;
    this.#fourths = fourths;
    this.#losses = losses;
    this.#deepestFall = deepestFall;
    this.#highest = highest;
    this.last = last;
    this.exposed += to - from - idle;
  }

  at(index: number): number {
    const candle = this.#first + index;
    const rows = this.#rows;
    if (candle < this.#rowFrom) {
      this.#row = 0;
      this.#rowFrom = this.#first;
    }
    while (candle >= rows[this.#row]!) {
      this.#rowFrom = rows[this.#row]!;
      this.#row += WIDTH;
    }
    const held = rows[this.#row + 2]!;
    const cash = rows[this.#row + 1]!;
    return held === 0 ? cash : cash + held * this.#close[candle]!;
  }

  column(out = new Float64Array(this.length)): Float64Array {
    const [close, first, rows] = [this.#close, this.#first, this.#rows];
    let i = first;
    for (let row = 0; row < this.#used; row += WIDTH) {
      const to = rows[row]!;
      const cash = rows[row + 1]!;
      const held = rows[row + 2]!;
      if (held === 0) out.fill(cash, i - first, to - first);
      else for (; i < to; i++) out[i - first] = cash + held * close[i]!;
      i = to;
    }
    return out;
  }

  summary(): EquitySummary {
    return {
      returnSum: this.#returnSum,
      squares: this.#squares,
      cubes: this.#cubes,
      fourths: this.#fourths,
      losses: this.#losses,
      deepestFall: this.#deepestFall
    };
  }

  powers(centre: number): ReturnPowers {
    const [close, rows] = [this.#close, this.#rows];
    // What a return of 0 adds.
    const level = -centre;
    const levelSquare = level * level;
    const levelCube = levelSquare * level;
    const levelFourth = levelSquare * levelSquare;
    let before = this.startCapital;
    let second = 0;
    let third = 0;
    let fourth = 0;
    let i = this.#first;
    for (let row = 0; row < this.#used; row += WIDTH) {
      const to = rows[row]!;
      const cash = rows[row + 1]!;
      const held = rows[row + 2]!;
      // Only the first mark of a level differs from the one before it.
      const changing = held === 0 ? i + 1 : to;
      for (; i < changing; i++) {
        const mark = held === 0 ? cash : cash + held * close[i]!;
        const value = mark / before - 1;
        before = mark;
        const distance = value - centre;
        const square = distance * distance;
        second += square;
        third += square * distance;
        fourth += square * square;
      }
      for (; i < to; i++) {
        second += levelSquare;
        third += levelCube;
        fourth += levelFourth;
      }
    }
    return {second, third, fourth};
  }
}
