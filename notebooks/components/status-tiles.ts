/** The daemon's state in a line of tiles. */
import {ABSENT, decimal, percent, whole} from "./format.js";
import {componentsOf, type DaemonStatus} from "./live-shapes.js";
import type {Tile} from "./tiles.js";
import type {Zone} from "./time-zone.js";

export function equityTiles({equity, trading}: DaemonStatus, zone: Zone): readonly Tile[] {
  return [
    {
      label: "Equity",
      value: decimal(equity?.equity),
      detail: equity ? `at ${zone.dateTime(equity.closeTime)}` : null,
      explanation: "Cash plus positions at their last close.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Cash",
      value: decimal(equity?.cash === undefined ? null : Number(equity.cash)),
      explanation: "What is not in a position.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Drawdown",
      value: percent(equity?.drawdown),
      explanation: "Share lost since the highest equity so far.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Exposure",
      value: percent(equity?.exposure),
      explanation: "Gross value of positions as a share of equity.",
      reason: "no candle has been marked yet"
    },
    {
      label: "Trading",
      value: trading ?? ABSENT,
      explanation: "Active, paused (exits only) or halted (nothing).",
      reason: "the daemon does not say"
    }
  ];
}

export function healthTiles(status: DaemonStatus, zone: Zone): readonly Tile[] {
  const {streams = [], breakers = [], startedAt, lastCloseTime} = status;
  const components = componentsOf(status);
  const well = components.filter(({state}) => /^(running|healthy|started|recovered|ready|ok|up)$/i.test(state)).length;
  const stale = streams.filter(({isStale}) => isStale).length;
  const open = breakers.filter(({state}) => /open/i.test(state)).length;
  return [
    {
      label: "Components well",
      value: components.length === 0 ? ABSENT : `${well} of ${whole(components.length)}`,
      explanation: "The rest is degraded or being restarted.",
      reason: "none has reported yet"
    },
    {
      label: "Stale streams",
      value: streams.length === 0 ? ABSENT : whole(stale),
      tone: stale > 0 ? "pt-down" : "",
      explanation: "Connected but silent for longer than their limit.",
      reason: "no stream is followed"
    },
    ...(breakers.length === 0 ? [] : [breakerTile(open)]),
    {
      label: "Newest candle",
      value: lastCloseTime ? zone.date(lastCloseTime) : ABSENT,
      detail: lastCloseTime ? `${zone.dateTime(lastCloseTime).slice(11)} ${zone.name}` : null,
      explanation: "Close of the newest candle that went through the pipeline.",
      reason: "none yet"
    },
    {
      label: "Running since",
      value: startedAt ? zone.date(startedAt) : ABSENT,
      detail: startedAt ? `${zone.dateTime(startedAt).slice(11)} ${zone.name}` : null,
      explanation: "Start of this daemon.",
      reason: "the daemon does not say"
    }
  ];
}

function breakerTile(open: number): Tile {
  return {
    label: "Open breakers",
    value: whole(open),
    tone: open > 0 ? "pt-down" : "",
    explanation: "Outside dependencies that are being left alone to recover."
  };
}
