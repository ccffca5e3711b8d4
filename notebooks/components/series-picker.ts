/** Chooses the candles of a chart: instrument, timeframe, how many, up to which day (UTC). */
import type {CandleRange} from "./candle-query.js";
import {element} from "./element.js";
import type {CoverageSeries} from "./site-info.js";

const COUNTS = [60, 120, 240, 480];
const DAY_MS = 86_400_000;

/** For `view`: its value is the chosen range, null when there is no series. */
export function seriesPicker(series: readonly CoverageSeries[]): HTMLElement & {value: CandleRange | null} {
  const instruments = [...new Set(series.map(({instrument}) => instrument))];
  const instrument = select("Instrument", instruments);
  const timeframe = select("Timeframe", []);
  const count = select("Candles", COUNTS.map(String));
  const until = element("input", {type: "date", "aria-label": "Until"});
  const holder = element(
    "div",
    {class: "pt-controls"},
    [instrument, timeframe, count].map((field) => element("label", {}, field.getAttribute("aria-label"), field)),
    element("label", {}, "Until", until)
  );
  const picker = Object.assign(holder, {value: null as CandleRange | null});
  const chosen = () => series.find((one) => one.instrument === instrument.value && one.timeframe === timeframe.value);
  const offerTimeframes = () => {
    const offered = series.filter((one) => one.instrument === instrument.value).map((one) => one.timeframe);
    fill(
      timeframe,
      offered,
      offered.includes(timeframe.value) ? timeframe.value : offered.includes("1h") ? "1h" : offered[0]
    );
  };
  const offerDays = () => {
    const {first, last} = chosen() ?? {first: 0, last: 0};
    [until.min, until.max, until.value] = [day(first), day(last), day(last)];
  };
  const choose = () => {
    const one = chosen();
    const end = until.value === "" ? Number.POSITIVE_INFINITY : Date.parse(until.value) + DAY_MS - 1;
    picker.value =
      one === undefined
        ? null
        : {
            instrument: one.instrument,
            timeframe: one.timeframe,
            until: Math.min(one.last, end),
            count: Number(count.value)
          };
  };
  holder.addEventListener("input", (event) => {
    if (event.target === instrument) offerTimeframes();
    if (event.target === instrument || event.target === timeframe) offerDays();
    choose();
  });
  count.value = "120";
  offerTimeframes();
  offerDays();
  choose();
  return picker;
}

function select(label: string, values: readonly string[]): HTMLSelectElement {
  const made = element("select", {"aria-label": label});
  fill(made, values, values[0]);
  return made;
}

function fill(field: HTMLSelectElement, values: readonly string[], value: string | undefined): void {
  field.replaceChildren(...values.map((one) => element("option", {value: one}, one)));
  if (value !== undefined) field.value = value;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
