/** The event filter and fractional differencing against the golden figures. */
import {expect, it} from "vitest";
import {cusumEvents} from "../../../src/lib/factors/event-filter.js";
import {fractionalDifference, fractionalWeights} from "../../../src/lib/factors/fractional-difference.js";
import {describeWithData, goldenFolder} from "../../support/outside-data.js";
import {at, expectClose, figure, figures, readJson, readTable} from "../statistics/golden-files.js";

describeWithData("event filter and fractional differencing", goldenFolder(), (folder) => {
  const golden = readJson(folder, "overfit/overfit.json");
  const prices = readTable(folder, "overfit/triple_barrier_prices.csv");
  const logs = prices.column("close").map(Math.log);

  it("finds the same events in log returns", () => {
    const changes = logs.map((value, i) => value - (logs[i - 1] ?? Number.NaN));
    const expected = at(golden, "cusum_filter");
    const dates = prices.text("date");
    const events = cusumEvents(changes, figure(expected.h) as number).map((i) => dates[i]);
    expect(events).toEqual(expected.events);
  });

  it("weighs and differences log prices alike", () => {
    const expected = at(golden, "fracdiff");
    const order = figure(expected.d) as number;
    const weights = figures(expected.weights_first10);
    weights.forEach((weight, k) => {
      expectClose(fractionalWeights(order, weights.length)[k], weight, `weight ${k}`);
    });
    const key = Object.keys(expected).find((name) => name.startsWith("fixed_width_")) ?? "";
    const width = Number(/^fixed_width_(\d+)/.exec(key)?.[1]);
    const ours = fractionalDifference(logs, {order, width});
    figures(expected[key]).forEach((value, i) => {
      expectClose(ours[width - 1 + i], value, `value ${i}`);
    });
  });
});
