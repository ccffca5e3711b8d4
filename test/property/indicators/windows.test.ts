/** Windows built of blocks give what adding up the window gives, at every length and every value. */
import fc from "fast-check";
import {expect, it} from "vitest";
import {LineFit} from "../../../src/lib/indicators/line-fit.js";
import {SortedValues} from "../../../src/lib/indicators/sorted-values.js";
import {WeightedAverage} from "../../../src/lib/indicators/weighted-average.js";
import {WindowComoments} from "../../../src/lib/indicators/window-comoments.js";
import {WindowMaximum, WindowMinimum} from "../../../src/lib/indicators/window-extreme.js";
import {WindowMaximumAge} from "../../../src/lib/indicators/window-extreme-age.js";
import {WindowMoments} from "../../../src/lib/indicators/window-moments.js";
import {WindowSum} from "../../../src/lib/indicators/window-sum.js";
import {WindowValues} from "../../../src/lib/indicators/window-values.js";
import {covariance, mean, variance} from "../../../src/lib/statistics/moments.js";
import {quantile} from "../../../src/lib/statistics/quantile.js";
import {averageRanks} from "../../../src/lib/statistics/ranks.js";

/** Whole numbers: with ties, and with sums that are exact. */
const series = fc.array(fc.integer({min: -20, max: 20}), {minLength: 1, maxLength: 40});
const length = fc.integer({min: 2, max: 9});

interface Seen {
  readonly window: number[];
  readonly n: number;
  /** The newest value, and the first there was. */
  readonly last: number;
  readonly first: number;
}

/** Feeds values one by one; from the n-th on, `check` is shown the last n. */
function holds(check: (seen: Seen) => void, start: (n: number) => (value: number) => void): void {
  const property = fc.property(series, length, (values, n) => {
    const update = start(n);
    values.forEach((value, i) => {
      update(value);
      if (i + 1 >= n) check({window: values.slice(i + 1 - n, i + 1), n, last: value, first: values[0] as number});
    });
  });
  fc.assert(property, {seed: 42, numRuns: 100});
}

it("sums, extremes and their age", () => {
  let [sum, highest, lowest, age] = [0, 0, 0, 0];
  holds(
    ({window, n}) => {
      expect(sum).toBe(window.reduce((total, value) => total + value, 0));
      expect([highest, lowest]).toEqual([Math.max(...window), Math.min(...window)]);
      expect(age).toBe(n - 1 - window.lastIndexOf(Math.max(...window)));
    },
    (n) => {
      const kernels = [new WindowSum(n), new WindowMaximum(n), new WindowMinimum(n)] as const;
      const ages = new WindowMaximumAge(n, "newest");
      return (value) => {
        [sum, highest, lowest] = kernels.map((kernel) => kernel.update(value)) as [number, number, number];
        age = ages.update(value);
      };
    }
  );
});

it("moments, of one column and of two", () => {
  let moments = new WindowMoments(2);
  let pairs = new WindowComoments(2);
  holds(
    ({window, n, first}) => {
      const other = window.map((value, k) => value * (k % 3) + first);
      pairs = new WindowComoments(n);
      window.forEach((value, k) => {
        pairs.update(value, other[k] as number);
      });
      expect(moments.mean).toBeCloseTo(mean(window), 10);
      expect(moments.sampleVariance).toBeCloseTo(variance(window), 9);
      expect(pairs.products / (n - 1)).toBeCloseTo(covariance(window, other), 8);
    },
    (n) => {
      moments = new WindowMoments(n);
      return (value) => moments.update(value);
    }
  );
});

it("moments of two columns that go on and on", () => {
  const property = fc.property(series, length, (values, n) => {
    const pairs = new WindowComoments(n);
    const other = values.map((value, i) => value * (i % 3));
    values.forEach((value, i) => {
      pairs.update(value, other[i] as number);
      if (i + 1 < n) return;
      const [x, y] = [values, other].map((column) => column.slice(i + 1 - n, i + 1)) as [number[], number[]];
      expect(pairs.products / (n - 1)).toBeCloseTo(covariance(x, y), 8);
      expect(pairs.squaresY / (n - 1)).toBeCloseTo(variance(y), 8);
      expect([pairs.meanX, pairs.meanY]).toEqual([expect.closeTo(mean(x), 9), expect.closeTo(mean(y), 9)]);
    });
  });
  fc.assert(property, {seed: 42, numRuns: 100});
});

it("lines, on a high price as on a low one", () => {
  const property = fc.property(series, length, fc.constantFrom(0, 2 ** 30), (values, n, height) => {
    const line = new LineFit(n);
    values.forEach((value, i) => {
      line.update(height + value / 8);
      if (i + 1 < n) return;
      const window = values.slice(i + 1 - n, i + 1).map((one) => one / 8);
      const positions = window.map((_, x) => x);
      const slope = covariance(positions, window) / variance(positions);
      expect(line.slope).toBeCloseTo(slope, 10);
      expect(line.at(n - 1) - height).toBeCloseTo(mean(window) + (slope * (n - 1)) / 2, 6);
      if (variance(window) === 0) expect(line.rSquared).toBeNaN();
      else expect(line.rSquared).toBeCloseTo((slope * slope * variance(positions)) / variance(window), 9);
    });
  });
  fc.assert(property, {seed: 42, numRuns: 100});
});

it("order, ranks and quantiles", () => {
  let sorted = new SortedValues(2);
  holds(
    ({window, last}) => {
      for (const share of [0, 0.2, 0.5, 0.93, 1])
        expect(sorted.quantile(share)).toBeCloseTo(quantile(window, share), 10);
      expect(sorted.averageRank(last)).toBe(averageRanks(window).at(-1));
    },
    (n) => {
      sorted = new SortedValues(n);
      return (value) => sorted.update(value);
    }
  );
});

it("weights, and the values themselves", () => {
  let weighted = 0;
  let values = new WindowValues(2);
  holds(
    ({window, n}) => {
      const sum = window.reduce((total, value, i) => total + value * (i + 1), 0);
      expect(weighted).toBeCloseTo(sum / ((n * (n + 1)) / 2), 10);
      expect([...values.data().subarray(values.from(), values.from() + n)]).toEqual(window);
      expect([values.ago(0), values.ago(n - 1)]).toEqual([window.at(-1), window[0]]);
    },
    (n) => {
      const average = new WeightedAverage(n);
      values = new WindowValues(n);
      return (value) => {
        weighted = average.update(value);
        values.update(value);
      };
    }
  );
});

it("many at once, wherever the one before stopped", () => {
  const property = fc.property(series, length, fc.nat(40), (values, n, stop) => {
    const all = Float64Array.from(values);
    for (const kernel of [WindowSum, WindowMaximum, WindowMinimum]) {
      const single = new kernel(n);
      const expected = values.map((value) => single.update(value));
      const batch = new kernel(n);
      const out = new Float64Array(values.length);
      batch.run(all.subarray(0, stop), out);
      batch.run(all.subarray(stop), out.subarray(stop));
      expect([...out]).toEqual(expected);
    }
  });
  fc.assert(property, {seed: 42, numRuns: 100});
});
