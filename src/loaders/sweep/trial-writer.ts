/**
 * Writes what becomes of a sweep's trials into the registry while others run: one statement at a time, each with all
 * that has gathered meanwhile. The sweep ends when everything is written.
 */
import {present} from "../../lib/core/assert.js";
import type {TrialRegistry, TrialTicket} from "../run/trial-registry.js";
import type {TrialOutcome} from "./trial-thread.js";

export interface TrialWriter {
  started(number: number, by?: string): void;
  ended(number: number, outcome: TrialOutcome): void;
  /** When all is written. @throws what the database threw */
  settled(): Promise<void>;
}

interface Gathered {
  /** By whom they are run: one statement each. */
  readonly started: Map<string | undefined, TrialTicket[]>;
  readonly ended: (readonly [TrialTicket, TrialOutcome])[];
}

export function createTrialWriter(registry: TrialRegistry, tickets: ReadonlyMap<number, TrialTicket>): TrialWriter {
  let gathered: Gathered = {started: new Map(), ended: []};
  let writing: Promise<void> | null = null;
  let failure: unknown = null;
  const ticketOf = (number: number) => present(tickets.get(number), `ticket of trial ${number}`);
  const writeAll = async () => {
    while (gathered.started.size + gathered.ended.length > 0 && failure === null) {
      const batch = gathered;
      gathered = {started: new Map(), ended: []};
      await write(registry, batch);
    }
  };
  const wake = () => {
    writing ??= writeAll()
      .catch((error: unknown) => {
        failure = error;
      })
      .finally(() => {
        writing = null;
      });
  };
  return {
    started: (number, by) => {
      const group = gathered.started.get(by) ?? [];
      group.push(ticketOf(number));
      gathered.started.set(by, group);
      wake();
    },
    ended: (number, outcome) => {
      gathered.ended.push([ticketOf(number), outcome]);
      wake();
    },
    settled: async () => {
      while (writing !== null) await writing;
      if (failure !== null) throw failure;
    }
  };
}

async function write(registry: TrialRegistry, {started, ended}: Gathered): Promise<void> {
  for (const [by, tickets] of started) await registry.begin(tickets, by);
  const finished = ended.flatMap(([ticket, outcome]) =>
    "result" in outcome ? [{ticket, result: outcome.result}] : []
  );
  if (finished.length > 0) await registry.finish(finished);
  for (const [ticket, outcome] of ended)
    if ("failed" in outcome) await registry.fail(ticket, {status: "failed", error: outcome.failed});
}
