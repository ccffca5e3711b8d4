/** Feeds a paper session from its input stream on the bus, and tells who waits how far it has come. */
import type {EventBus, Subscription} from "../../lib/integration/ports/event-bus.js";
import type {PaperSession} from "./paper-session.js";

export interface SessionRunner {
  /** Resolves when the tape has been taken up to a close time; rejects when the session can no longer go on. */
  reached(closeTime: number): Promise<void>;
  stop(): Promise<void>;
}

export interface SessionRunnerOptions {
  readonly session: PaperSession;
  readonly bus: EventBus;
  /** Called after each batch that had anything new. */
  readonly onProgress?: () => void;
}

/** The stream that carries a session's inputs: market data and commands, in the order they are taken. */
export function inputStream(session: string): string {
  return `inputs:${session}`;
}

/** The stream of everything that a session has committed, for viewers. */
export function eventStream(session: string): string {
  return `events:${session}`;
}

export const PIPELINE_GROUP = "pipeline";

/** Batches between two trims of the input stream. */
const TRIM_EVERY = 200;

export async function runSession({session, bus, onProgress}: SessionRunnerOptions): Promise<SessionRunner> {
  const waiting: {readonly closeTime: number; readonly resolve: () => void}[] = [];
  const stream = inputStream(session.id);
  let batches = 0;
  const settle = () => {
    for (const waiter of [...waiting])
      if ((session.completedThrough ?? Number.NEGATIVE_INFINITY) >= waiter.closeTime) {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.resolve();
      }
  };
  const subscription: Subscription = await bus.subscribe(
    {stream, group: PIPELINE_GROUP, consumer: PIPELINE_GROUP, start: "beginning"},
    async (batch) => {
      await session.take(batch.map(({event}) => event));
      settle();
      onProgress?.();
      batches++;
      if (batches % TRIM_EVERY === 0) await bus.trim(stream);
    }
  );
  return {
    reached: (closeTime) =>
      new Promise((resolve) => {
        waiting.push({closeTime, resolve});
        settle();
      }),
    stop: () => subscription.close()
  };
}
