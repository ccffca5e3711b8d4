/** Replay of a recorded session in a fresh pipeline: the same events with the same hashes, or the first that differs. */
import {OperatingError} from "../lib/core/operating-error.js";
import {createStrategyPipeline} from "../lib/integration/create-strategy-pipeline.js";
import type {JournalHead, JournalSession} from "../lib/integration/ports/journal.js";
import {type ReplayDifference, SessionReplay} from "../lib/integration/replay.js";
import {candleTape} from "../lib/market-data/candle-tape.js";
import {chainHash, genesisHash} from "../loaders/journal/event-chain.js";
import {readSessionRecord, type SessionSource} from "./session-record.js";

export type ReplayOutcome =
  | {readonly same: true; readonly session: string; readonly events: number; readonly headHash: string}
  | {readonly same: false; readonly session: string; readonly events: number; readonly difference: ReplayDifference};

/** @throws OperatingError as `readSessionRecord` */
export async function replaySession(
  source: SessionSource,
  session: JournalSession,
  onProgress: (share: number) => void = () => {}
): Promise<ReplayOutcome> {
  const {plan, warmUp} = await readSessionRecord(source, session);
  const pipeline = createStrategyPipeline(plan);
  pipeline.warmUp(candleTape(plan.strategy.timeframe, warmUp));
  const replay = new SessionReplay({pipeline, genesis: genesisHash(session), chain: chainHash});
  const difference = (await replayAll(source, {session, replay, onProgress})) ?? endDifference(replay.head, session);
  const events = replay.head.sequence;
  return difference === null
    ? {same: true, session: session.id, events, headHash: replay.head.hash}
    : {same: false, session: session.id, events, difference};
}

interface Replaying {
  readonly session: JournalSession;
  readonly replay: SessionReplay;
  readonly onProgress: (share: number) => void;
}

async function replayAll(
  {journal}: SessionSource,
  {session, replay, onProgress}: Replaying
): Promise<ReplayDifference | null> {
  try {
    // Up to where the session stood when we began: a running one goes on meanwhile.
    for await (const batch of journal.read(session.id, {limit: session.head.sequence})) {
      const difference = replay.take(batch);
      if (difference !== null) return difference;
      onProgress(replay.head.sequence / session.head.sequence);
    }
    return replay.finish();
  } catch (error) {
    if (!(error instanceof OperatingError) || error.code !== "JOURNAL_EVENT_INVALID") throw error;
    const sequence = Number(error.details.sequence);
    return {sequence, recorded: null, replayed: null, field: null, reason: error.message};
  }
}

function endDifference(head: JournalHead, session: JournalSession): ReplayDifference | null {
  if (head.sequence === session.head.sequence && head.hash === session.head.hash) return null;
  return {
    sequence: head.sequence + 1,
    recorded: null,
    replayed: null,
    field: null,
    reason: `the record ends at event ${head.sequence}, the session at ${session.head.sequence} with the hash ${session.head.hash}`
  };
}
