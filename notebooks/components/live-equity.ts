/** The running account's equity: what the daemon remembers, and each mark as it comes. */
import {ask, onStream} from "./daemon.js";
import type {EquityPoint} from "./equity-chart.js";
import {type DaemonStatus, type LiveEquity, payloadOf} from "./live-shapes.js";

/** Marks beyond this many are dropped, oldest first. */
const MAXIMUM_POINTS = 3_000;

/** The curve with newer marks; what the stream says besides marks (positions that changed) is no point of it. */
export function withMarks(points: readonly EquityPoint[], marks: readonly LiveEquity[]): readonly EquityPoint[] {
  const byTime = new Map(points.map((point) => [point[0], point]));
  for (const {closeTime, equity, drawdown} of marks)
    if (Number.isFinite(closeTime) && Number.isFinite(equity)) byTime.set(closeTime, [closeTime, equity, drawdown]);
  return [...byTime.values()].sort((a, b) => a[0] - b[0]).slice(-MAXIMUM_POINTS);
}

/** For `Generators.observe`: the curve now and after each mark; empty without a daemon. */
export function observeLiveEquity(notify: (points: readonly EquityPoint[]) => void): () => void {
  let points: readonly EquityPoint[] = [];
  const add = (marks: readonly LiveEquity[]) => {
    points = withMarks(points, marks);
    notify(points);
  };
  notify(points);
  const load = async () => {
    const answer = await ask<DaemonStatus>("/api/status");
    if (answer.state !== "ready") return;
    const {equityHistory = [], equity} = answer.data;
    add(equity ? [...equityHistory, equity] : equityHistory);
  };
  void load();
  const stops = [
    onStream("equity", (data) => add([payloadOf<LiveEquity>(data)])),
    // Marks were missed.
    onStream("resync", () => void load())
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
