/** What all plots share: type, margins, quiet axes. Colours are the page's, so that light and dark need no second plot. */
import * as Plot from "npm:@observablehq/plot";
import type {Zone} from "./time-zone.js";

export const UP = "var(--pt-up)";
export const DOWN = "var(--pt-down)";
export const ACCENT = "var(--pt-accent)";
export const WARM = "var(--pt-warm)";
export const MUTED = "var(--pt-muted)";
export const LINE = "var(--pt-line)";
export const INK = "var(--pt-ink)";

/** A plot in the page's style; what `options` says wins. */
export function framedPlot(options: Plot.PlotOptions): SVGSVGElement | HTMLElement {
  return Plot.plot({
    marginTop: 12,
    marginRight: 24,
    marginBottom: 26,
    marginLeft: 52,
    ...options,
    style: {background: "none", fontFamily: "inherit", fontSize: "11.5px", overflow: "visible"}
  });
}

/** An axis of time in the reader's zone. */
export function timeAxis(zone: Zone, width: number): Plot.ScaleOptions {
  return {type: zone.scale, ticks: Math.max(2, Math.floor(width / 110)), label: null};
}

/** Ticks that stay apart at any width. */
export function tickCount(width: number): number {
  return Math.max(3, Math.floor(width / 80));
}

/** A colour between the surface and gain or loss; `strength` from -1 to 1. */
export function gainColor(strength: number): string {
  return mixed(strength < 0 ? DOWN : UP, strength);
}

/** The same for what is neither good nor bad: together or opposite. */
export function directionColor(strength: number): string {
  return mixed(strength < 0 ? WARM : ACCENT, strength);
}

function mixed(color: string, strength: number): string {
  return `color-mix(in oklab, ${color} ${Math.round(Math.min(1, Math.abs(strength)) * 85)}%, var(--pt-sunken))`;
}
