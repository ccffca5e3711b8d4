/** The hash chain of a session, by its definition. */
import {describe, expect, it} from "vitest";
import {canonicalJson} from "../../../src/lib/core/canonical-json.js";
import {hashText, hashValue} from "../../../src/lib/core/hash.js";
import {chainEvents, genesisHash} from "../../../src/loaders/journal/event-chain.js";
import {sessionEvents} from "../../contract/storage/session-events.js";

describe("the event chain", () => {
  const description = {
    id: "s",
    kind: "live",
    strategy: "x",
    configuration: {b: 1, a: [2]},
    codeCommit: "c",
    startedAt: 5
  } as const;

  it("hashes the hash before and the canonical JSON, from the session's description on", () => {
    const genesis = genesisHash(description);
    expect(genesis).toBe(hashValue(description));
    let hash = genesis;
    for (const link of chainEvents(genesis, sessionEvents({to: 3}))) {
      hash = hashText(hash + canonicalJson(link.event));
      expect(link.hash).toBe(hash);
    }
  });

  it("does not depend on the order of an object's keys", () => {
    const [event] = sessionEvents({to: 1});
    const turned = Object.fromEntries(Object.entries(event ?? {}).reverse()) as unknown as typeof event;
    expect(chainEvents("0", [turned as NonNullable<typeof event>])[0]?.hash).toBe(
      chainEvents("0", [event as never])[0]?.hash
    );
  });
});
