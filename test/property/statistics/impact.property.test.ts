/** Invariants of factor impact (METHODS section 11). */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../src/lib/core/random.js";
import {
  neutralised,
  rankNormal,
  symmetricallyOrthogonal,
  zScored
} from "../../../src/lib/statistics/cross-section-transforms.js";
import {forwardReturns} from "../../../src/lib/statistics/forward-returns.js";
import {impactMatrix} from "../../../src/lib/statistics/impact-matrix.js";
import {informationCoefficients} from "../../../src/lib/statistics/information-coefficient.js";
import {auditFutureNoise, auditPrefixes} from "../../../src/lib/statistics/leakage-audit.js";
import {independentMeanTest} from "../../../src/lib/statistics/long-run-variance.js";
import {crossSection, withValues} from "../../../src/lib/statistics/panel.js";
import {assignBuckets} from "../../../src/lib/statistics/quantile-assignment.js";
import {bucketSpread, quantileReturns} from "../../../src/lib/statistics/quantile-returns.js";
import {panelOf, panels, SEED} from "./panels.js";

const SHAPE = {rows: 4, columns: 9};

describe("the impact of a factor", () => {
  it("keeps its rank coefficient under rising transforms", () => {
    fc.assert(
      fc.property(panels(SHAPE), panels(SHAPE), (factor, forward) => {
        const moved = withValues(
          factor,
          factor.values.map((value) => Math.exp(3 * value) + 7)
        );
        const [before, after] = [informationCoefficients(factor, forward), informationCoefficients(moved, forward)];
        before.values.forEach((value, i) => {
          if (Number.isNaN(value)) expect(after.values[i]).toBeNaN();
          else expect(after.values[i]).toBeCloseTo(value, 10);
        });
      }),
      {...SEED, numRuns: 200}
    );
  });

  it("changes its coefficient's sign with the factor's", () => {
    fc.assert(
      fc.property(panels(SHAPE), panels(SHAPE), (factor, forward) => {
        const negative = withValues(
          factor,
          factor.values.map((value) => -value)
        );
        const mirrored = informationCoefficients(negative, forward).values;
        informationCoefficients(factor, forward).values.forEach((value, i) => {
          if (!Number.isNaN(value)) expect(mirrored[i]).toBeCloseTo(-value, 10);
        });
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("is the same in one pass over many factors as in the plain functions, gaps and ties included", () => {
    fc.assert(
      fc.property(
        fc.tuple(panels(SHAPE), panels(SHAPE)),
        fc.tuple(panels(SHAPE), panels(SHAPE)),
        (factors, forwards) => {
          const cells = impactMatrix({
            factors: factors.map((one) => one.values),
            forwards: forwards.map((one) => one.values),
            ...SHAPE,
            buckets: 3
          });
          for (const cell of cells) {
            const [factor, forward] = [factors[cell.factor], forwards[cell.horizon]];
            if (factor === undefined || forward === undefined) throw new Error("cell without a panel");
            const plain = informationCoefficients(factor, forward);
            expect(cell.counts).toEqual(plain.counts);
            closeColumns(cell.coefficients, plain.values);
            const assignment = assignBuckets(factor, {kind: "quantiles", quantiles: 3, policy: "rank-bins"});
            closeColumns(cell.byDate, quantileReturns(forward, assignment, {demean: "none"}).byDate);
          }
        }
      ),
      {...SEED, numRuns: 200}
    );
  });

  it("gives a noise factor a flat ladder and a coefficient of 0", () => {
    const random = seededRandom(7);
    const shape = {rows: 600, columns: 30};
    const noise = () =>
      panelOf(
        shape,
        Float64Array.from({length: shape.rows * shape.columns}, () => random.normal())
      );
    const [factor, forward] = [noise(), noise()];
    const assignment = assignBuckets(factor, {kind: "quantiles", quantiles: 5});
    const spread = independentMeanTest(bucketSpread(quantileReturns(forward, assignment)));
    expect(Math.abs(spread.t ?? 9)).toBeLessThan(3);
    const coefficients = independentMeanTest(informationCoefficients(factor, forward).values);
    expect(Math.abs(coefficients.t ?? 9)).toBeLessThan(3);
  });

  it("puts every value into one bucket, in the order of the values", () => {
    fc.assert(
      fc.property(panels(SHAPE), (factor) => {
        const {labels} = assignBuckets(factor, {kind: "quantiles", quantiles: 4, policy: "rank-bins"});
        factor.values.forEach((value, i) => {
          expect(labels[i] === 0).toBe(Number.isNaN(value));
        });
        for (let row = 0; row < SHAPE.rows; row++)
          for (let a = 0; a < SHAPE.columns; a++)
            for (let b = 0; b < SHAPE.columns; b++) {
              const [i, j] = [row * SHAPE.columns + a, row * SHAPE.columns + b];
              const rising = (factor.values[i] ?? 0) < (factor.values[j] ?? 0);
              if (rising) expect(labels[i] ?? 0).toBeLessThanOrEqual(labels[j] ?? 0);
            }
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("finds no leak in transforms, and finds the one of forward returns", () => {
    fc.assert(
      fc.property(panels(SHAPE), (factor) => {
        expect(auditPrefixes(zScored, factor).leak).toBeNull();
        expect(auditFutureNoise(rankNormal, factor, {row: 1, seed: 5}).leak).toBeNull();
      }),
      {...SEED, numRuns: 50}
    );
    const prices = panelOf({rows: 6, columns: 2}, [1, 2, 1.1, 2.1, 1.3, 2, 1.2, 2.2, 1.1, 2.3, 1, 2.4]);
    const peeking = auditPrefixes((inputs) => forwardReturns(inputs, {horizon: 1}).panel, prices);
    expect(peeking.leak?.row).toBe(0);
    const noisy = auditFutureNoise((inputs) => forwardReturns(inputs, {horizon: 1}).panel, prices, {row: 2, seed: 1});
    expect(noisy.leak?.row).toBe(2);
  });

  it("leaves nothing of what it is neutralised to", () => {
    fc.assert(
      fc.property(panels({rows: 3, columns: 12}), panels({rows: 3, columns: 12}), (factor, exposure) => {
        const residual = neutralised(factor, {exposures: [exposure]});
        for (let row = 0; row < 3; row++) {
          let product = 0;
          const [e, r] = [crossSection(exposure, row), crossSection(residual, row)];
          for (let j = 0; j < e.length; j++)
            product += Number.isNaN(r[j] ?? Number.NaN) ? 0 : (r[j] ?? 0) * (e[j] ?? 0);
          expect(Math.abs(product)).toBeLessThan(1e-9);
        }
      }),
      {...SEED, numRuns: 100}
    );
  });

  it("becomes orthonormal when factors are made orthogonal symmetrically", () => {
    const random = seededRandom(3);
    const shape = {rows: 2, columns: 20};
    const factors = [1, 2, 3].map(() =>
      panelOf(
        shape,
        Float64Array.from({length: 40}, () => random.normal())
      )
    );
    const made = symmetricallyOrthogonal(factors);
    for (let row = 0; row < shape.rows; row++)
      made.forEach((a, i) => {
        made.forEach((b, j) => {
          const product = crossSection(a, row).reduce(
            (total, value, k) => total + value * (crossSection(b, row)[k] ?? 0),
            0
          );
          expect(product).toBeCloseTo(i === j ? 1 : 0, 9);
        });
      });
  });
});

function closeColumns(actual: Float64Array, expected: Float64Array): void {
  expected.forEach((value, i) => {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(actual[i]).toBeCloseTo(value, 10);
  });
}
