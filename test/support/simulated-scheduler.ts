/**
 * Time for a simulation: what would wait for a network, a disk or a clock waits here, and the next to go on is always
 * the one that is due first. One seed and the same code give the same run; no real timer is involved.
 */

/** A process of the simulated machine. What a dead one waits for never comes. */
export interface Life {
  isAlive: boolean;
}

/** What goes on whatever process dies: servers, and requests already on their way. */
export const SERVER: Life = {isAlive: true};

interface Due {
  readonly at: number;
  readonly order: number;
  readonly life: Life;
  readonly resume: () => void;
}

export class SimulatedScheduler {
  #now: number;
  #order = 0;
  #steps = 0;
  /** A binary heap: the earliest first, and of one time the one that was asked for first. */
  readonly #waiting: Due[] = [];

  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Resolves `delayMs` simulated milliseconds from now; never for a life that has ended by then. */
  wait(delayMs: number, life: Life): Promise<void> {
    return new Promise((resume) => this.#push({at: this.#now + delayMs, order: this.#order++, life, resume}));
  }

  /** @throws Error when `isDone` has not come true after `maximumSteps`, or nothing is left that could bring it about */
  async run(isDone: () => boolean, maximumSteps: number): Promise<void> {
    await settled();
    while (!isDone()) {
      const next = this.#pop();
      if (next === null) throw new Error("the simulation stands still: nobody waits for anything");
      if (!next.life.isAlive) continue;
      if (++this.#steps > maximumSteps) throw new Error(`the simulation comes to no end: ${maximumSteps} steps`);
      this.#now = Math.max(this.#now, next.at);
      next.resume();
      await settled();
    }
  }

  #push(due: Due): void {
    const heap = this.#waiting;
    heap.push(due);
    for (let child = heap.length - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  #pop(): Due | null {
    const heap = this.#waiting;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return null;
    if (heap.length === 0) return first;
    heap[0] = last;
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      const child = isEarlier(heap[left + 1], heap[left]) ? left + 1 : left;
      if (child >= heap.length || !this.#swapIfEarlier(child, parent)) return first;
      parent = child;
    }
  }

  #swapIfEarlier(child: number, parent: number): boolean {
    const heap = this.#waiting;
    const [a, b] = [heap[child], heap[parent]];
    if (a === undefined || b === undefined || !isEarlier(a, b)) return false;
    heap[child] = b;
    heap[parent] = a;
    return true;
  }
}

function isEarlier(a: Due | undefined, b: Due | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** Everything that can go on without waiting has gone on: an immediate comes after all settled promises. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
