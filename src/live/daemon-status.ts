/** The whole daemon in one answer, for the monitoring page and `papertape status`. */
import {isTimeframe, timeframeMs} from "../lib/vocabulary/timeframe.js";
import type {ConnectedExchange} from "../loaders/workbench/connect-exchange.js";
import {BUS, JOURNAL} from "./health-checks.js";
import type {BreakerView} from "./integration/breaker-panel.js";
import type {Supervisor} from "./integration/supervisor.js";
import type {BoardView, LiveBoard, TradingState} from "./live-board.js";
import type {ComponentHealth} from "./monitoring/health-monitor.js";
import type {SessionView} from "./session-view.js";

export interface DaemonStatusOptions {
  readonly board: LiveBoard;
  readonly session: SessionView;
  readonly startedAt: number;
  readonly supervisor: Supervisor;
  readonly exchange: ConnectedExchange;
  readonly health: readonly ComponentHealth[];
  readonly breakers: readonly BreakerView[];
  /** Where orders go. */
  readonly mode: "paper" | "venue";
  readonly isSimulated: boolean;
}

export function daemonStatus({
  board,
  session,
  startedAt,
  supervisor,
  exchange,
  health,
  breakers,
  mode,
  isSimulated
}: DaemonStatusOptions) {
  const view = board.view();
  const now = Math.floor(exchange.now());
  const restarts = new Map(supervisor.status().map(({name, failures}) => [name, failures]));
  return {
    ...tradingNow(view.trading, health),
    mode,
    isSimulated,
    session: session.id,
    sequence: session.sequence,
    startedAt,
    marketTime: now,
    lastCloseTime: view.lastCloseTime,
    equity: view.equity,
    equityHistory: view.equityHistory,
    components: health.map(({component, status, detail, lagMs, since}) => ({
      name: component,
      state: status,
      message: detail,
      lagMs,
      since,
      restarts: restarts.get(component) ?? null
    })),
    breakers,
    streams: view.streams.map((stream) => freshness(stream, now))
  };
}

/** Without journal or bus nothing is decided: what was asked for is "active", what is done is nothing. */
function tradingNow(asked: TradingState, health: readonly ComponentHealth[]) {
  const away = health.find(({component, status}) => status === "down" && [JOURNAL, BUS].includes(component));
  if (away === undefined || asked === "halted") return {trading: asked, pausedBecause: null};
  return {trading: "paused", pausedBecause: `The ${away.component} is down: ${away.detail}.`};
}

/** The next candle is due one length after the newest; when a second one is due as well, the stream is stale. */
function freshness(stream: BoardView["streams"][number], now: number) {
  const ageMs = now - stream.lastCloseTime;
  const limitMs = isTimeframe(stream.timeframe) ? 2 * timeframeMs(stream.timeframe) : null;
  return {...stream, ageMs, limitMs, isStale: limitMs !== null && ageMs > limitMs};
}
