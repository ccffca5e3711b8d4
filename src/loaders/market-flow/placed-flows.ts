/** Flows of several instruments as one stream of batches in the tape's order, read a stretch of time after the other. */
import type {FlowEvent} from "../../lib/market-data/flow-event.js";
import {InstrumentFlows} from "../../lib/market-data/flow-events.js";
import {byPlace, type PlacedFlow, placeFlow} from "../../lib/market-data/flow-tape.js";
import type {FlowExtent, FlowKind, FlowRows} from "../../lib/market-data/market-flow.js";
import type {Timeframe} from "../../lib/vocabulary/timeframe.js";
import type {FlowSource} from "./flow-source.js";
import {inWindows, type TimeWindow} from "./flow-windows.js";

export interface FlowReading {
  readonly source: FlowSource;
  /** What is to be read, of kinds and instruments that are there. */
  readonly extents: readonly FlowExtent[];
  /** Times in [from, to). */
  readonly range: TimeWindow;
  /** As `placeFlow` takes it. */
  readonly matched: Timeframe | null;
}

export async function* placedFlows({
  source,
  extents,
  range,
  matched
}: FlowReading): AsyncGenerator<readonly PlacedFlow[]> {
  if (extents.length === 0) return;
  const flows = new Map(extents.map(({instrument}) => [instrument, new InstrumentFlows(instrument)]));
  const read = (window: TimeWindow) => readWindow({source, extents, window, flows});
  const span = {
    from: Math.max(range.from, Math.min(...extents.map(({first}) => first))),
    to: Math.min(range.to, Math.max(...extents.map(({last}) => last)) + 1),
    extents
  };
  let waiting: PlacedFlow[] = [];
  for await (const {window, value} of inWindows(span, read)) {
    const placed = [...waiting, ...value.map((event) => placeFlow(event, matched))].sort(byPlace);
    // What stands at a later place than the window's end waits for what lies between.
    const due = placed.findIndex(({place}) => place >= window.to);
    waiting = due < 0 ? [] : placed.slice(due);
    yield due < 0 ? placed : placed.slice(0, due);
  }
  yield waiting;
}

interface WindowReading {
  readonly source: FlowSource;
  readonly extents: readonly FlowExtent[];
  readonly window: TimeWindow;
  readonly flows: ReadonlyMap<string, InstrumentFlows>;
}

async function readWindow({source, extents, window, flows}: WindowReading) {
  const value: FlowEvent[] = [];
  let rows = 0;
  for (const [instrument, flow] of flows) {
    const rowsOf = async <K extends FlowKind>(kind: K): Promise<readonly FlowRows[K][]> => {
      const extent = extents.find((one) => one.instrument === instrument && one.kind === kind);
      if (extent === undefined || extent.last < window.from || extent.first >= window.to) return [];
      const found = await source.read(kind, {instrument, ...window});
      rows += found.length;
      return found;
    };
    const events = flow.events({
      trades: await rowsOf("trades"),
      funding: await rowsOf("funding"),
      books: await rowsOf("books"),
      bookChanges: await rowsOf("bookChanges"),
      quotes: await rowsOf("quotes")
    });
    for (const event of events) value.push(event);
  }
  return {rows, value};
}
