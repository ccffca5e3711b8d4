/** Feeds a paper session from its input stream on the bus, and tells who waits how far it has come. */
import {OperatingError} from "../../lib/core/operating-error.js";
import type {PapertapeEvent} from "../../lib/events/event.js";
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
  /** Called when the session can no longer go on in this process: what it needs is a new start. */
  readonly onFailure?: (error: unknown) => void;
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
/** Readers of the inputs where components run apart. */
export const COMPONENT_GROUPS = ["factors", "agents", "decision", "virtual-trading"] as const;

/** Batches between two trims of the input stream. */
const TRIM_EVERY = 200;

export async function runSession({session, bus, onProgress, onFailure}: SessionRunnerOptions): Promise<SessionRunner> {
  const waiting: {
    readonly closeTime: number;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];
  let failure: {readonly error: unknown} | null = null;
  const stream = inputStream(session.id);
  let batches = 0;
  const settle = () => {
    for (const waiter of [...waiting])
      if ((session.completedThrough ?? Number.NEGATIVE_INFINITY) >= waiter.closeTime) {
        waiting.splice(waiting.indexOf(waiter), 1);
        waiter.resolve();
      }
    if (failure !== null) for (const waiter of waiting.splice(0)) waiter.reject(failure.error);
  };
  const take = async (inputs: readonly PapertapeEvent[]) => {
    try {
      await session.take(inputs);
    } catch (error) {
      if (failure === null && !mayPass(error)) {
        failure = {error};
        onFailure?.(error);
      }
      throw error;
    } finally {
      settle();
    }
  };
  // What components apart left behind in a crash would hold back trimming; apart again, they read all that is kept.
  for (const group of COMPONENT_GROUPS) await bus.dropGroup(stream, group);
  const subscription: Subscription = await bus.subscribe(
    {stream, group: PIPELINE_GROUP, consumer: PIPELINE_GROUP, start: "beginning"},
    async (batch) => {
      await take(batch.map(({event}) => event));
      onProgress?.();
      batches++;
      if (batches % TRIM_EVERY === 0) await bus.trim(stream);
    }
  );
  return {
    reached: (closeTime) =>
      new Promise((resolve, reject) => {
        waiting.push({closeTime, resolve, reject});
        settle();
      }),
    stop: () => subscription.close()
  };
}

/** A server that is away or full comes back; a writer beside us or a broken pipeline stays. */
export function mayPass(error: unknown): boolean {
  if (error instanceof OperatingError) return error.retryable;
  return typeof (error as {readonly code?: unknown} | null)?.code === "string";
}
