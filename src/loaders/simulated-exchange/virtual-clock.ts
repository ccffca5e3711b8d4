/** The exchange's time: the machine's own, or an anchor that runs at a chosen speed so that a day passes in minutes. */
import {assert} from "../../lib/core/assert.js";

export interface VirtualClock {
  /** Exchange time, epoch milliseconds, whole. */
  now(): number;
  /** Exchange milliseconds a real millisecond. */
  readonly speed: number;
  readonly startAt: number;
  /** Machine time at which exchange time was `startAt`. */
  readonly startedAt: number;
}

export interface VirtualClockOptions {
  /** Exchange time at the start; the machine's by default. */
  readonly startAt?: number;
  /** 1 by default. */
  readonly speed?: number;
  /** The machine's clock; another one in tests. */
  readonly machineNow?: () => number;
  /** Machine time of the start, to rebuild the clock of another process; now by default. */
  readonly startedAt?: number;
}

export function virtualClock({
  startAt,
  speed = 1,
  machineNow = Date.now,
  startedAt
}: VirtualClockOptions): VirtualClock {
  assert(speed >= 0 && Number.isFinite(speed), `a clock's speed is at least 0, not ${speed}`);
  const origin = startedAt ?? machineNow();
  const anchor = startAt ?? origin;
  return {
    now: () => Math.floor(anchor + speed * (machineNow() - origin)),
    speed,
    startAt: anchor,
    startedAt: origin
  };
}
