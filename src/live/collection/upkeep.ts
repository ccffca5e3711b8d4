/** The database's upkeep on a schedule: once at the start, then every hour. A failure is told and tried again next time. */
import type {Pool} from "pg";
import {HOUR_MS} from "../../lib/core/time.js";
import {inferGapReasons} from "../../loaders/backfill/infer-gap-reasons.js";
import {keepUp, type Retention} from "../../loaders/database/upkeep.js";

export interface UpkeepOptions {
  readonly pool: Pool;
  readonly retention: Retention;
  /** Exchange time, epoch milliseconds. */
  readonly now: () => number;
  readonly everyMs?: number;
  readonly onDone?: (done: {readonly dropped: number; readonly explainedGaps: number}) => void;
  readonly onFailure: (error: unknown) => void;
}

export interface Upkeep {
  /** Ends after the work at hand. */
  stop(): Promise<void>;
}

export function startUpkeep({pool, retention, now, everyMs = HOUR_MS, onDone, onFailure}: UpkeepOptions): Upkeep {
  let running = Promise.resolve();
  let isStopped = false;
  const work = async () => {
    if (isStopped) return;
    try {
      const {dropped} = await keepUp(pool, {now: now(), retention});
      const explainedGaps = await inferGapReasons(pool);
      onDone?.({dropped, explainedGaps});
    } catch (error) {
      onFailure(error);
    }
  };
  // One at a time, however long it takes.
  const begin = () => {
    running = running.then(work);
  };
  begin();
  const timer = setInterval(begin, everyMs);
  timer.unref();
  return {
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await running;
    }
  };
}
