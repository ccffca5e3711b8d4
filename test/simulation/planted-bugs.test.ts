/** The simulation must be able to fail: bugs planted on purpose, each of which it has to find within a few seeds. */
import {describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {Journal} from "../../src/lib/integration/ports/journal.js";
import {PaperSession} from "../../src/live/integration/paper-session.js";
import {TakenInputs} from "../../src/live/integration/taken-inputs.js";
import type {PlantedBugs} from "../support/simulated-daemon.js";
import {breachesOf} from "../support/simulated-invariants.js";
import {simulate} from "../support/simulated-run.js";

const SEEDS = 12;
const PATIENCE_MS = 120_000;

/** What the first seed that notices says; null when none does. */
async function found(planted: PlantedBugs): Promise<string | null> {
  for (let seed = 0; seed < SEEDS; seed++)
    try {
      const [breach] = breachesOf(await simulate(seed, {planted}));
      if (breach !== undefined) return breach;
    } catch (error) {
      return (error as Error).message;
    }
  return null;
}

/** Takes inputs for done before they are durable. */
class HastySession extends PaperSession {
  override async take(inputs: readonly PapertapeEvent[]): Promise<number> {
    return super.take(inputs).catch(() => inputs.length);
  }
}

/** A journal whose states say nothing about the inputs that were taken. */
function forgetful(journal: Journal): Journal {
  return {
    ...journal,
    loadState: async (session) => {
      const position = await journal.loadState(session);
      const forgotten = Object.entries(position.states).map(([name, {sequence, state}]) => [
        name,
        {sequence, state: {...(state as object), inputs: new TakenInputs().snapshot()}}
      ]);
      return {...position, states: Object.fromEntries(forgotten)};
    }
  };
}

/** A journal that leaves out the last event of a larger commit and says nothing. */
function leaky(journal: Journal): Journal {
  return {
    ...journal,
    commit: (commit) => {
      const kept = commit.events.length > 20 ? commit.events.slice(0, -1) : commit.events;
      return journal.commit({...commit, events: kept});
    }
  };
}

describe("the simulation", () => {
  it(
    "finds nothing in the session as it is",
    async () => {
      expect(await found({})).toBeNull();
    },
    PATIENCE_MS
  );

  it(
    "finds a session that forgets which inputs it has taken",
    async () => {
      expect(await found({journal: forgetful})).not.toBeNull();
    },
    PATIENCE_MS
  );

  it(
    "finds a session that acknowledges inputs before they are durable",
    async () => {
      expect(await found({session: (options) => new HastySession(options)})).not.toBeNull();
    },
    PATIENCE_MS
  );

  it(
    "finds a journal that loses an event",
    async () => {
      expect(await found({journal: leaky})).not.toBeNull();
    },
    PATIENCE_MS
  );

  it("gives the same tape of the same seed", async () => {
    const [once, again] = [await simulate(7), await simulate(7)];
    expect(again.texts).toEqual(once.texts);
    expect(again.steps).toBe(once.steps);
  });
});
