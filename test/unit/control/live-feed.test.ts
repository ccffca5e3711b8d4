/** The live feed with viewers made by hand: topics, catching up, and letting slow ones go. */
import {describe, expect, it} from "vitest";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {LiveFeed} from "../../../src/live/control/live-feed.js";
import {sampleEvent} from "../../contract/bus/sample-events.js";

function viewer({takes = Number.POSITIVE_INFINITY} = {}) {
  const seen: string[] = [];
  let room = takes;
  return {
    seen,
    take: (more: number) => {
      room = more;
    },
    port: {
      send: ({id, topic}: {id: string; topic: string}) => {
        seen.push(`${topic} ${id}`);
        room -= 1;
        return room > 0;
      },
      resync: (reason: string) => seen.push(`resync ${reason}`),
      end: () => seen.push("end")
    }
  };
}

const ids = (from: number, to: number) => Array.from({length: to - from}, (_, index) => `status event-${from + index}`);
const publish = (feed: LiveFeed, from: number, to: number) => {
  for (let number = from; number < to; number += 1) feed.accept(sampleEvent(number));
};

describe("the live feed", () => {
  it("passes on what viewers care about, by topic", () => {
    const feed = new LiveFeed();
    const {seen, port} = viewer();
    feed.connect(port, null);
    for (const fact of ["EquityMarked", "OrderFilled", "TradePrinted", "TradeSignalWithheld", "OrderRejected"])
      feed.accept({...sampleEvent(1), id: fact, fact} as PapertapeEvent);
    expect(seen).toEqual([
      "equity EquityMarked",
      "fills OrderFilled",
      "decisions TradeSignalWithheld",
      "orders OrderRejected"
    ]);
  });

  it("gives a viewer that comes back what it missed, or the advice to load anew", () => {
    const feed = new LiveFeed({keptMessages: 50, queuedMessages: 20});
    publish(feed, 0, 100);
    const [back, old, late] = [viewer(), viewer(), viewer()];
    feed.connect(back.port, "event-95");
    feed.connect(old.port, "event-10");
    feed.connect(late.port, "event-60");
    expect(back.seen).toEqual(ids(96, 100));
    expect(old.seen).toEqual(["resync what you saw last is no longer kept"]);
    expect(late.seen).toEqual(["resync you missed too much"]);
    publish(feed, 100, 101);
    for (const {seen} of [back, old, late]) expect(seen.at(-1)).toBe("status event-100");
  });

  it("lets messages wait for a slow viewer, in order and up to a bound, and then lets it go", () => {
    const feed = new LiveFeed({queuedMessages: 5});
    const [slow, quick] = [viewer({takes: 2}), viewer()];
    const connection = feed.connect(slow.port, null);
    feed.connect(quick.port, null);
    publish(feed, 0, 6);
    expect(slow.seen).toEqual(ids(0, 2));
    slow.take(3);
    connection?.drained();
    expect(slow.seen).toEqual(ids(0, 5));
    publish(feed, 6, 10);
    expect(feed.viewers).toBe(2);
    publish(feed, 10, 11);
    expect(slow.seen).toEqual([...ids(0, 5), "resync you were too slow", "end"]);
    expect(feed.viewers).toBe(1);
    expect(quick.seen).toEqual(ids(0, 11));
  });

  it("takes no more viewers than it may, and ends all of them when it closes", () => {
    const feed = new LiveFeed({maxViewers: 1});
    const first = viewer();
    const connection = feed.connect(first.port, null);
    expect(feed.connect(viewer().port, null)).toBeNull();
    connection?.close();
    expect(feed.connect(first.port, null)).not.toBeNull();
    feed.close();
    expect(first.seen).toEqual(["end"]);
  });
});
