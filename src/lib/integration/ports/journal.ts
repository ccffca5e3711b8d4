/**
 * The durable tape of a session: its events in order, each hashed together with the one before it, and with them the
 * states of the components and how far the inputs were read. A commit is all of it or nothing, so that a component that
 * comes back goes on exactly where its last commit stood. Held by test/contract/storage/journal.test.ts.
 */
import type {EventFact, PapertapeEvent} from "../../events/event.js";

export interface SessionDescription {
  readonly id: string;
  /** The present, or a recording or history read as a tape. */
  readonly kind: "live" | "tape";
  readonly strategy: string;
  /** The merged configuration without secrets: plain JSON. */
  readonly configuration: unknown;
  readonly codeCommit: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

export interface JournalSession extends SessionDescription {
  /** Null while it goes on. */
  readonly endedAt: number | null;
  readonly endReason: string | null;
  readonly head: JournalHead;
}

export interface JournalHead {
  /** Of the last event; 0 before the first. */
  readonly sequence: number;
  /** 64 hexadecimal digits: of the last event, before the first of the session's description. */
  readonly hash: string;
}

export interface JournalCommit {
  readonly session: string;
  /** Refuse when the journal has gone on past this: somebody else writes the same session. */
  readonly expectedSequence?: number;
  /** Where each input that was read now stands, in the source's own words. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly events: readonly PapertapeEvent[];
  /** Snapshots of components as they are after the last of the events: plain JSON. */
  readonly states?: Readonly<Record<string, unknown>>;
}

export interface CommitOutcome {
  readonly head: JournalHead;
  readonly appended: number;
  /** Events that were in the journal already, recognised by id, and left out. */
  readonly duplicates: number;
}

export interface JournaledEvent {
  readonly sequence: number;
  readonly hash: string;
  readonly event: PapertapeEvent;
}

export interface JournalReadOptions {
  /** Events after this sequence; from the first when left out. */
  readonly afterSequence?: number;
  /** Events in all; every one when left out. */
  readonly limit?: number;
  /** Only these facts. */
  readonly facts?: readonly EventFact[];
}

export interface StoredState {
  /** Of the last event the component had seen or published when its state was kept. */
  readonly sequence: number;
  readonly state: unknown;
}

export interface JournalPosition {
  readonly head: JournalHead;
  readonly inputs: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, StoredState>>;
}

export type JournalFault =
  | "altered"
  | "removed"
  | "swapped"
  /** A column beside the event says something else than the event. */
  | "mislabelled"
  /** The chain is sound but is not the one that the session ends with. */
  | "cut-off";

export type JournalVerification =
  | {readonly ok: true; readonly events: number; readonly head: JournalHead}
  | {
      readonly ok: false;
      readonly fault: JournalFault;
      /** Of the first event that is not as it was written. */
      readonly sequence: number;
      /** Null when the event is not there. */
      readonly eventId: string | null;
      /** What was found, in a sentence. */
      readonly reason: string;
    };

export interface Journal {
  /**
   * Begins a session, or goes on with the one of that id.
   * @throws OperatingError JOURNAL_SESSION_DIFFERS when the id belongs to a session of another strategy, kind or
   * configuration, JOURNAL_SESSION_ENDED when it has ended, JOURNAL_UNREACHABLE (as all calls).
   */
  openSession(description: SessionDescription): Promise<JournalSession>;
  endSession(session: string, end: {readonly at: number; readonly reason: string}): Promise<void>;
  /** Newest first. */
  listSessions(): Promise<readonly JournalSession[]>;
  /**
   * Events, states and positions in one transaction. The same commit twice is one.
   * @throws OperatingError JOURNAL_FENCED, JOURNAL_EVENT_CONFLICT (an id that is there with another content),
   * JOURNAL_SESSION_UNKNOWN, JOURNAL_SESSION_ENDED
   */
  commit(commit: JournalCommit): Promise<CommitOutcome>;
  /** Batches in order. @throws OperatingError JOURNAL_EVENT_INVALID for an event that is not as its schema says. */
  read(session: string, options?: JournalReadOptions): AsyncIterable<readonly JournaledEvent[]>;
  head(session: string): Promise<JournalHead>;
  /** How far the inputs were read at the last commit, in the words of that commit. */
  inputs(session: string): Promise<Readonly<Record<string, string>>>;
  /** All that is needed to go on: where the tape, the inputs and the components stood at the last commit. */
  loadState(session: string): Promise<JournalPosition>;
  /** Reads the whole chain and compares; stops at the first fault. */
  verify(session: string): Promise<JournalVerification>;
}
