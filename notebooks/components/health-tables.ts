/** Health of the running system: components, breakers, freshness of each stream. */
import {element} from "./element.js";
import {age, whole} from "./format.js";
import type {BreakerState, ComponentHealth, StreamFreshness} from "./live-shapes.js";
import {type Column, table} from "./table.js";
import {type MarkTone, mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

const GOOD = /^(running|healthy|started|recovered|ready|closed|ok|active|fresh|up)$/i;
const BAD = /^(stopped|failed|open|halted|down|crashed)$/i;

export function stateTone(state: string): MarkTone {
  if (GOOD.test(state)) return "good";
  return BAD.test(state) ? "bad" : "caution";
}

export function componentTable(components: readonly ComponentHealth[], zone: Zone): HTMLElement {
  if (components.length === 0) return element("p", {class: "pt-mutedtext"}, "No component has reported yet.");
  return table(components, [
    {label: "Component", value: ({name}) => name},
    {
      label: "State",
      value: ({state}) => state,
      show: ({state}) => mark(state, stateTone(state)),
      explanation: "Degraded means the rest goes on without it in a stated way; stopped means it is being restarted."
    },
    {
      label: "Newest",
      kind: "number",
      value: ({lagMs}) => lagMs,
      show: ({lagMs}) => age(lagMs),
      explanation: "Age of what it took last, in market time."
    },
    {label: "Restarts", kind: "number", value: ({restarts}) => restarts, show: ({restarts}) => whole(restarts)},
    ...(components.some(({since}) => since) ? [sinceColumn<ComponentHealth>(zone)] : []),
    {label: "Says", kind: "words", value: ({message}) => message}
  ]);
}

function sinceColumn<Row extends {readonly since?: number | null}>(zone: Zone): Column<Row> {
  return {label: "Since", value: ({since}) => since, show: ({since}) => (since ? zone.dateTime(since) : "–")};
}

export function breakerTable(breakers: readonly BreakerState[], zone: Zone): HTMLElement {
  if (breakers.length === 0) return element("p", {class: "pt-mutedtext"}, "No circuit breaker is in use.");
  return table(breakers, [
    {label: "Guards", value: ({name}) => name},
    {
      label: "State",
      value: ({state}) => state,
      show: ({state}) => mark(state, stateTone(state)),
      explanation: "Closed lets calls through; open refuses them until the other side has had time to recover."
    },
    {
      label: "Failures",
      kind: "number",
      value: ({failures}) => failures,
      show: ({failures}) => whole(failures),
      explanation: "Failed calls in a row."
    },
    sinceColumn<BreakerState>(zone),
    {
      label: "Says",
      kind: "words",
      value: ({state, effect, lastFailure}) => (state === "closed" ? null : `${effect ?? ""} (${lastFailure ?? ""})`)
    }
  ]);
}

export function freshnessTable(streams: readonly StreamFreshness[], zone: Zone): HTMLElement {
  if (streams.length === 0) return element("p", {class: "pt-mutedtext"}, "No stream is being followed.");
  return table(
    streams,
    [
      {label: "Stream", value: ({instrument, timeframe}) => `${instrument} ${timeframe}`},
      {
        label: "State",
        value: ({isStale}) => Number(isStale ?? false),
        show: ({isStale}) => (isStale ? mark("stale", "bad") : mark("fresh", "good")),
        explanation: "A stale stream opens no new positions; prices are never made up."
      },
      {
        label: "Age",
        kind: "number",
        value: ({ageMs}) => ageMs,
        show: ({ageMs}) => age(ageMs),
        explanation: "Market time since the newest candle closed."
      },
      {
        label: "Limit",
        kind: "number",
        value: ({limitMs}) => limitMs,
        show: ({limitMs}) => age(limitMs),
        explanation: "Two lengths of a candle: from then on one is certainly missing."
      },
      {
        label: "Newest close",
        value: (stream) => stream.lastCloseTime,
        show: (stream) => (stream.lastCloseTime ? zone.dateTime(stream.lastCloseTime) : "–")
      }
    ],
    {sortBy: "Age"}
  );
}
