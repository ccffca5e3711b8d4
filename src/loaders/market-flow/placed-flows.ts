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
  /** Books are followed from here on, at or before `from`: the last one before it is the first on the tape. */
  readonly booksFrom: number;
  /** As `placeFlow` takes it. */
  readonly matched: Timeframe | null;
}

export async function* placedFlows({
  source,
  extents,
  range,
  booksFrom,
  matched
}: FlowReading): AsyncGenerator<readonly PlacedFlow[]> {
  if (extents.length === 0) return;
  const flows = new Map(extents.map(({instrument}) => [instrument, new InstrumentFlows(instrument)]));
  const read = (window: TimeWindow) => readWindow({source, extents, window, flows});
  const starts = extents.map(({kind, first}) => Math.max(first, isBook(kind) ? booksFrom : range.from));
  const span = {
    from: Math.min(...starts),
    to: Math.min(range.to, Math.max(...extents.map(({last}) => last)) + 1),
    extents
  };
  let waiting: PlacedFlow[] = [];
  for await (const {window, value} of inWindows(span, read)) {
    const fresh = value.map((event) => placeFlow(event, matched));
    const placed = fromTheStart([...waiting, ...fresh].sort(byPlace), range.from);
    // What stands at a later place than the window's end waits for what lies between; before the start all wait.
    const due = placed.findIndex(({place}) => place >= window.to || window.to <= range.from);
    waiting = due < 0 ? [] : placed.slice(due);
    yield due < 0 ? placed : placed.slice(0, due);
  }
  yield waiting;
}

/** Of what lies before the start, the last book of each instrument stays. */
function fromTheStart(placed: readonly PlacedFlow[], start: number): readonly PlacedFlow[] {
  const last = new Map<string, PlacedFlow>();
  for (const flow of placed) {
    if (flow.place >= start) break;
    if (flow.event.fact === "BookUpdated") last.set(flow.event.payload.instrument, flow);
  }
  return placed.filter((flow) => flow.place >= start || last.get(flow.event.payload.instrument) === flow);
}

function isBook(kind: FlowKind): boolean {
  return kind === "books" || kind === "bookChanges" || kind === "quotes";
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
      quotes: await rowsOf("quotes"),
      figures: await rowsOf("figures")
    });
    for (const event of events) value.push(event);
  }
  return {rows, value};
}
