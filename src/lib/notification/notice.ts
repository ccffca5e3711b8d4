/** Which events are worth telling people about, how urgently, and in which words. Everything else gives null. */
import type {PapertapeEvent} from "../events/event.js";
import type {NotificationRequested} from "../events/notification-event.js";

export type Severity = NotificationRequested["payload"]["severity"];

export interface Notice {
  readonly severity: Severity;
  readonly title: string;
  readonly body: string;
  /** Notices of one subject are not repeated within the cool-down; null is always told. */
  readonly subject: string | null;
}

/** What depends on events alone; drawdown and health need memory and are in the notifier. */
export function noticeOf(event: PapertapeEvent): Notice | null {
  switch (event.fact) {
    case "TradingHalted":
      return {severity: "critical", title: "Trading halted", body: said(event.payload), subject: null};
    case "TradingPaused":
      return {severity: "warning", title: "Trading paused", body: said(event.payload), subject: null};
    case "TradingResumed":
      return {severity: "information", title: "Trading resumed", body: said(event.payload), subject: null};
    case "FlattenRequested":
      return {severity: "warning", title: "Closing all positions", body: said(event.payload), subject: null};
    case "ConfigurationChanged": {
      const {key, to, by} = event.payload;
      return {
        severity: "information",
        title: `${key} changed`,
        body: `Now ${JSON.stringify(to)}, by ${by}.`,
        subject: null
      };
    }
    case "OrderFilled": {
      const {side, amount, instrument, price, fee, feeCurrency, whileAway} = event.payload;
      const away = whileAway ? " Worked out afterwards for a time the daemon was away." : "";
      const body = `At ${price}, fee ${fee} ${feeCurrency}.${away}`;
      return {severity: "information", title: `Filled: ${side} ${amount} ${instrument}`, body, subject: null};
    }
    case "OrderRejected": {
      const {side, amount, instrument, code, message} = event.payload;
      const title = `Rejected: ${side} ${amount} ${instrument}`;
      return {severity: "warning", title, body: message, subject: `rejected:${instrument}:${code}`};
    }
    case "MarketDataGapFound": {
      const {instrument, timeframe, missingCandles, reason} = event.payload;
      const body = `${missingCandles} candles of ${timeframe} are missing (${reason}). No new positions are opened on them.`;
      return {severity: "warning", title: `Gap in ${instrument}`, body, subject: `gap:${instrument}:${timeframe}`};
    }
    case "TradeSignalWithheld":
      return withheldNotice(event.payload);
    case "ComponentDegraded": {
      const {component, reason, effect} = event.payload;
      return {
        severity: "warning",
        title: `${component} is degraded`,
        body: `${reason}. ${effect}`,
        subject: `degraded:${component}`
      };
    }
    case "ComponentRecovered": {
      const {component, reason} = event.payload;
      return {
        severity: "information",
        title: `${component} has recovered`,
        body: reason,
        subject: `recovered:${component}`
      };
    }
    default:
      return null;
  }
}

/** Most reasons not to trade are everyday ones; these stop trading until somebody looks. */
function withheldNotice({
  reason,
  strategy,
  rationale
}: {
  reason: string;
  strategy: string;
  rationale: string;
}): Notice | null {
  if (reason !== "drawdown-halt" && reason !== "daily-loss") return null;
  return {
    severity: "critical",
    title: `${strategy} stopped: ${reason}`,
    body: rationale,
    subject: `withheld:${strategy}:${reason}`
  };
}

function said({by, reason}: {by: string; reason: string}): string {
  return `By ${by}: ${reason}`;
}
