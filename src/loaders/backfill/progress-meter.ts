/** How fast a load goes and how long it will still take. */

export interface LoadProgressReport {
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** Share of the asked time ranges that is done, 0..1. */
  readonly share: number;
  /** Milliseconds left at this pace; null before there is a pace. */
  readonly leftMs: number | null;
  readonly partsDone: number;
  readonly parts: number;
}

export class ProgressMeter {
  readonly #total: number;
  readonly #parts: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  #rows = 0;
  #covered = 0;
  #skipped = 0;
  #partsDone = 0;

  /** @param total milliseconds of market time that all parts cover together. */
  constructor({total, parts, now}: {total: number; parts: number; now: () => number}) {
    this.#total = total;
    this.#parts = parts;
    this.#now = now;
    this.#startedAt = now();
  }

  /** Market time that an earlier run has loaded already: done, but no measure of this run's pace. */
  skip(coveredMs: number): void {
    this.#skipped += coveredMs;
  }

  add({rows, coveredMs}: {rows: number; coveredMs: number}): void {
    this.#rows += rows;
    this.#covered += coveredMs;
  }

  finishPart(): void {
    this.#partsDone++;
  }

  report(): LoadProgressReport {
    const elapsed = Math.max(1, this.#now() - this.#startedAt);
    const left = Math.max(0, this.#total - this.#skipped - this.#covered);
    return {
      rows: this.#rows,
      rowsPerSecond: (this.#rows * 1000) / elapsed,
      share: this.#total === 0 ? 1 : Math.min(1, (this.#skipped + this.#covered) / this.#total),
      leftMs: left === 0 ? 0 : this.#covered === 0 ? null : (left * elapsed) / this.#covered,
      partsDone: this.#partsDone,
      parts: this.#parts
    };
  }
}
