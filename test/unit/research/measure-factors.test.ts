/** The measurement of factors by several threads: the same to the last bit as by one, and an end when a thread dies. */
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {researchFactors} from "../../../src/lib/integration/factor-research.js";
import type {ResearchPanels} from "../../../src/lib/integration/research-panel.js";
import {panel} from "../../../src/lib/statistics/panel.js";
import {beginMeasurement} from "../../../src/loaders/research/measure-factors.js";

const HOUR = 3_600_000;
const horizons = [1, 4];

/** Closes with a listing, a delisting and a hole; one factor of each kind of trouble. */
function panelsOf({rows, width}: {readonly rows: number; readonly width: number}): ResearchPanels {
  const random = seededRandom(5);
  const times = Float64Array.from({length: rows}, (_, row) => Date.UTC(2024, 0, 1) + row * HOUR);
  const symbols = Array.from({length: width}, (_, column) => `C${column}/USDT@test`);
  const level = new Float64Array(width).fill(100);
  const closes = Float64Array.from({length: rows * width}, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    level[column] = (level[column] as number) * Math.exp(0.01 * random.normal());
    const isAway = (column === 0 && row < rows / 3) || (column === 1 && row > rows / 2) || (column === 2 && row === 90);
    return isAway ? Number.NaN : (level[column] as number);
  });
  const values: Readonly<Record<string, (at: number) => number>> = {
    knowing: (at) => (closes[at + width] ?? Number.NaN) / (closes[at] as number) - 1 + 0.02 * random.normal(),
    noise: () => random.normal(),
    tied: () => Math.round(random.normal()),
    constant: () => 3,
    "of the hour": (at) => Math.floor(at / width) % 24,
    empty: () => Number.NaN
  };
  const toPanel = (column: Float64Array) => panel(times, symbols, column);
  return {
    timeframe: "1h",
    closes: toPanel(closes),
    turnover: toPanel(closes.map((close) => close * 1e4)),
    factors: new Map(
      Object.entries(values).map(([name, value]) => [
        name,
        {panel: toPanel(closes.map((_, at) => value(at))), touchedByGap: new Set([3, 8])}
      ])
    )
  };
}

const titlesOf = ({factors}: ResearchPanels) =>
  [...factors.keys()].map((name) => ({name, family: "calendar" as const, title: name, description: name}));

describe("measurement of factors", () => {
  it.each([
    ["across instruments", {rows: 300, width: 10}],
    ["over time, of one instrument", {rows: 300, width: 1}]
  ])("gives the same to the last bit with one thread and three, %s", async (_, size) => {
    const panels = panelsOf(size);
    const factors = titlesOf(panels);
    const alone = JSON.stringify(researchFactors({panels, factors, horizons}));
    for (const threads of [1, 3]) {
      const measurement = beginMeasurement(panels, {factors, horizons, threads});
      const measured = await measurement.run().finally(() => measurement.close());
      expect(JSON.stringify(measured)).toBe(alone);
    }
  });

  it("says how far it is, one factor after the other, and ends below the whole", async () => {
    const panels = panelsOf({rows: 200, width: 4});
    const shares: number[] = [];
    const onProgress = (share: number) => shares.push(share);
    const measurement = beginMeasurement(panels, {factors: titlesOf(panels), horizons, onProgress});
    await measurement.run();
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBe(panels.factors.size);
    expect(shares.at(-1)).toBeLessThan(1);
  });

  it("ends with a code when a thread dies", async () => {
    const panels = panelsOf({rows: 50, width: 4});
    const unknown = [...titlesOf(panels), {name: "not there", family: "calendar" as const, title: "", description: ""}];
    const measurement = beginMeasurement(panels, {factors: unknown, horizons, threads: 2});
    await expect(measurement.run().finally(() => measurement.close())).rejects.toMatchObject({code: "RESEARCH_FAILED"});
  });
});
