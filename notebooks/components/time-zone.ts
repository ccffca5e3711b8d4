/** Times are stored in UTC and shown in the zone that the reader chose: their own, or UTC. Days are UTC days throughout. */
export interface Zone {
  readonly name: string;
  readonly isUtc: boolean;
  /** Plot's scale type for this zone. */
  readonly scale: "utc" | "time";
  /** 2026-01-31 13:00 */
  dateTime(time: number): string;
  date(time: number): string;
}

const KEY = "papertape-zone";
const CHANGED = "papertape-zone-changed";

/** The reader's choice, kept in this browser; their own zone until they choose. */
export function currentZone(): Zone {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUtc = own === "UTC" || localStorage.getItem(KEY) === "UTC";
  return zoneOf(isUtc ? "UTC" : own);
}

export function zoneOf(name: string): Zone {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: name,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit"
  });
  const dateTime = (time: number) => (Number.isFinite(time) ? parts.format(time).replace(",", "") : "–");
  return {
    name,
    isUtc: name === "UTC",
    scale: name === "UTC" ? "utc" : "time",
    dateTime,
    date: (time) => dateTime(time).slice(0, 10)
  };
}

/** Calls `notify` with the zone now and after each change; returns a function that stops it. */
export function observeZone(notify: (zone: Zone) => void): () => void {
  const changed = () => notify(currentZone());
  window.addEventListener(CHANGED, changed);
  changed();
  return () => window.removeEventListener(CHANGED, changed);
}

/** A button that says the zone and switches it. */
export function zoneSwitch(): HTMLElement {
  const button = document.createElement("button");
  button.className = "pt-button";
  button.title = "Show times in UTC or in your own time zone";
  const show = () => {
    button.textContent = `Times in ${currentZone().name.replaceAll("_", " ")}`;
  };
  button.addEventListener("click", () => {
    if (currentZone().isUtc) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, "UTC");
    window.dispatchEvent(new Event(CHANGED));
    show();
  });
  show();
  return button;
}
