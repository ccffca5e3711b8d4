/** The whole daemon in one answer, for the monitoring page and `papertape status`. */
import {isTimeframe, timeframeMs} from "../lib/vocabulary/timeframe.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import type {PaperSession} from "./integration/paper-session.js";
import type {Supervisor} from "./integration/supervisor.js";
import type {BoardView, LiveBoard} from "./live-board.js";
import type {ComponentHealth} from "./monitoring/health-monitor.js";

export interface DaemonStatusOptions {
  readonly board: LiveBoard;
  readonly session: PaperSession;
  readonly startedAt: number;
  readonly supervisor: Supervisor;
  readonly exchange: ConnectedExchange;
  readonly health: readonly ComponentHealth[];
  readonly isSimulated: boolean;
}

export function daemonStatus({
  board,
  session,
  startedAt,
  supervisor,
  exchange,
  health,
  isSimulated
}: DaemonStatusOptions) {
  const view = board.view();
  const now = Math.floor(exchange.now());
  const restarts = new Map(supervisor.status().map(({name, failures}) => [name, failures]));
  return {
    trading: view.trading,
    mode: "paper",
    isSimulated,
    session: session.id,
    sequence: session.sequence,
    startedAt,
    marketTime: now,
    lastCloseTime: view.lastCloseTime,
    equity: view.equity,
    equityHistory: view.equityHistory,
    components: health.map(({component, status, detail, lagMs}) => ({
      name: component,
      state: status,
      message: detail,
      lagMs,
      restarts: restarts.get(component) ?? null
    })),
    streams: view.streams.map((stream) => freshness(stream, now))
  };
}

/** The next candle is due one length after the newest; when a second one is due as well, the stream is stale. */
function freshness(stream: BoardView["streams"][number], now: number) {
  const ageMs = now - stream.lastCloseTime;
  const limitMs = isTimeframe(stream.timeframe) ? 2 * timeframeMs(stream.timeframe) : null;
  return {...stream, ageMs, limitMs, isStale: limitMs !== null && ageMs > limitMs};
}
