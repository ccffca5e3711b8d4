/**
 * The journal port in memory, as a server that the daemon's lives reach over a simulated way: a commit may be lost, be
 * written without an answer, be refused, or arrive after its sender has died. What it holds is text, so that nothing
 * can change behind its back.
 */
import {OperatingError} from "../../src/lib/core/operating-error.js";
import type {PapertapeEvent} from "../../src/lib/events/event.js";
import type {
  CommitOutcome,
  Journal,
  JournalCommit,
  JournaledEvent,
  JournalPosition,
  JournalReadOptions,
  JournalSession,
  SessionDescription
} from "../../src/lib/integration/ports/journal.js";
import {eventConflict, fenced} from "../../src/loaders/journal/journal-failure.js";
import {textOf} from "./simulated-event-text.js";
import {endOfFault} from "./simulated-faults.js";
import type {Life} from "./simulated-scheduler.js";
import type {SimulatedWorld} from "./simulated-world.js";

const READ_BATCH = 500;

export class SimulatedJournal {
  readonly #world: SimulatedWorld;
  #description: SessionDescription | null = null;
  readonly #texts: string[] = [];
  readonly #byId = new Map<string, string>();
  #inputs: Record<string, string> = {};
  readonly #states = new Map<string, {readonly sequence: number; readonly text: string}>();
  commits = 0;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  /** Every event, each as it was written. */
  get texts(): readonly string[] {
    return this.#texts;
  }

  connect(life: Life): Journal {
    const session = () => this.#session();
    return {
      openSession: (description) => this.#ask(life, () => this.#open(description)),
      endSession: () => Promise.reject(new Error("a simulated session does not end")),
      listSessions: () => Promise.resolve([]),
      commit: (commit) => this.#commit(life, commit),
      read: (_, options = {}) => this.#read(life, options),
      head: () => this.#ask(life, () => session().head),
      inputs: () => this.#ask(life, () => ({...this.#inputs})),
      loadState: () => this.#ask(life, () => this.#position()),
      verify: () => Promise.reject(new Error("the simulation compares the whole tape instead"))
    };
  }

  async #ask<T>(life: Life, answer: () => T): Promise<T> {
    await this.#reach(life);
    const answered = answer();
    await this.#world.travel(life);
    return answered;
  }

  async #reach(life: Life): Promise<void> {
    const {faults, now, isCalm} = this.#world;
    await this.#world.travel(life);
    if (isCalm || endOfFault(faults.journalAway, now) === now) return;
    throw unreachable();
  }

  async #commit(life: Life, commit: JournalCommit): Promise<CommitOutcome> {
    const world = this.#world;
    const wanted = asSent(commit);
    await this.#reach(life);
    if (world.happens(world.faults.rates.commitLost)) throw unreachable();
    if (!world.isCalm && endOfFault(world.faults.fullDisk, world.now) > world.now)
      throw Object.assign(new Error("could not extend file: No space left on device"), {code: "53100"});
    const written = world.travel(world.sentBy(life)).then(() => this.#write(wanted));
    written.catch(() => {});
    // Answers only the living: the request itself may outlive them.
    await world.travel(life);
    const outcome = await written;
    if (world.happens(world.faults.rates.commitTorn)) throw unreachable();
    return outcome;
  }

  /** All of it or nothing, as the contract says: the same commit twice is one. */
  #write({expectedSequence, events, inputs, states, session}: SentCommit): CommitOutcome {
    const fresh = events.filter(({id, text}) => {
      const known = this.#byId.get(id);
      if (known !== undefined && known !== text) throw eventConflict({session, eventId: id});
      return known === undefined;
    });
    const found = this.#texts.length;
    if (expectedSequence !== undefined && found !== expectedSequence) {
      const isOurs = found === expectedSequence + events.length && fresh.length === 0;
      if (!isOurs) throw fenced({session, expected: expectedSequence, found});
    }
    for (const {id, text} of fresh) {
      this.#byId.set(id, text);
      this.#texts.push(text);
    }
    this.#inputs = {...this.#inputs, ...inputs};
    for (const [name, text] of states) this.#states.set(name, {sequence: this.#texts.length, text});
    this.commits++;
    return {head: this.#head(), appended: fresh.length, duplicates: events.length - fresh.length};
  }

  async *#read(
    life: Life,
    {afterSequence = 0, limit = Number.POSITIVE_INFINITY}: JournalReadOptions
  ): AsyncGenerator<readonly JournaledEvent[]> {
    for (let after = afterSequence; after < Math.min(this.#texts.length, afterSequence + limit); after += READ_BATCH) {
      const from = after;
      const to = Math.min(from + READ_BATCH, afterSequence + limit);
      yield await this.#ask(life, () =>
        this.#texts.slice(from, to).map((text, index) => ({
          sequence: from + index + 1,
          hash: "",
          event: JSON.parse(text) as PapertapeEvent
        }))
      );
    }
  }

  #open(description: SessionDescription): JournalSession {
    this.#description ??= description;
    return this.#session();
  }

  #session(): JournalSession {
    if (this.#description === null) throw new Error("the session was not opened");
    return {...this.#description, endedAt: null, endReason: null, head: this.#head()};
  }

  #position(): JournalPosition {
    const states = [...this.#states].map(([name, {sequence, text}]) => [name, {sequence, state: JSON.parse(text)}]);
    return {head: this.#head(), inputs: {...this.#inputs}, states: Object.fromEntries(states)};
  }

  #head() {
    return {sequence: this.#texts.length, hash: ""};
  }
}

interface SentCommit {
  readonly session: string;
  readonly expectedSequence: number | undefined;
  readonly inputs: Readonly<Record<string, string>>;
  readonly events: readonly {readonly id: string; readonly text: string}[];
  readonly states: readonly (readonly [name: string, text: string])[];
}

/** As it is now: whoever asks may go on changing what it gave. */
function asSent({session, expectedSequence, inputs, events, states = {}}: JournalCommit): SentCommit {
  return {
    session,
    expectedSequence,
    inputs: {...inputs},
    events: events.map((event) => ({id: event.id, text: textOf(event)})),
    states: Object.entries(states).map(([name, state]) => [name, JSON.stringify(state)])
  };
}

function unreachable(): OperatingError {
  return new OperatingError("The journal does not answer.", {code: "JOURNAL_UNREACHABLE", retryable: true});
}
