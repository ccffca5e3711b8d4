/** What all parts of a simulated run share: its time, its chances and its faults. */
import {seededRandom, seedFor} from "../../src/lib/core/random.js";
import type {FaultPlan} from "./simulated-faults.js";
import {type Life, SERVER, SimulatedScheduler} from "./simulated-scheduler.js";

export interface SimulatedWorldOptions {
  readonly seed: number;
  readonly faults: FaultPlan;
  readonly from: number;
  /** From then on nothing goes wrong any more, so that the run can come to its end. */
  readonly calmFrom: number;
}

export class SimulatedWorld {
  readonly scheduler: SimulatedScheduler;
  readonly faults: FaultPlan;
  readonly #random;
  readonly #calmFrom: number;

  constructor({seed, faults, from, calmFrom}: SimulatedWorldOptions) {
    this.scheduler = new SimulatedScheduler(from);
    this.faults = faults;
    this.#random = seededRandom(seedFor(seed, "world"));
    this.#calmFrom = calmFrom;
  }

  get now(): number {
    return this.scheduler.now;
  }

  get isCalm(): boolean {
    return this.now >= this.#calmFrom;
  }

  /** What the daemon's machine takes for the time. */
  get machineNow(): number {
    const jump = this.faults.clockJumps.findLast(({at}) => at <= this.now);
    return Math.floor(this.now + (jump === undefined || this.isCalm ? 0 : jump.offsetMs));
  }

  /** True with a probability, as long as things go wrong at all. */
  happens(rate: number): boolean {
    const drawn = this.#random.next();
    return !this.isCalm && drawn < rate;
  }

  below(bound: number): number {
    return this.#random.below(bound);
  }

  pause(ms: number, life: Life): Promise<void> {
    return this.scheduler.wait(ms, life);
  }

  /** A way over the network or to a disk: it takes a while, sometimes long. */
  travel(life: Life, atMostMs = Number.POSITIVE_INFINITY): Promise<void> {
    const {latencyMs, stallMs, stallRate} = this.faults;
    const longest = this.happens(stallRate) ? stallMs : this.isCalm ? 10 : latencyMs;
    return this.scheduler.wait(Math.min(atMostMs, this.#random.next() ** 3 * longest), life);
  }

  /** A request that is under way when its sender dies arrives, or does not. */
  sentBy(life: Life): Life {
    return this.#random.next() < 0.5 ? SERVER : life;
  }
}
