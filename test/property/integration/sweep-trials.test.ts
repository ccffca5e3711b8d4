/**
 * The sets of a sweep. Grid: each combination of the values once, the last parameter fastest. Random: as many as asked,
 * none twice, all within the ranges. Both: the same on every call.
 */
import fc from "fast-check";
import {expect, it} from "vitest";
import {DEFAULT_STRATEGY, type StrategyConfiguration} from "../../../src/lib/configuration/strategy-configuration.js";
import {enumerateTrials} from "../../../src/lib/integration/sweep/enumerate-trials.js";
import type {SweptParameter} from "../../../src/lib/integration/sweep/swept-parameter.js";

const strategy: StrategyConfiguration = {...DEFAULT_STRATEGY, name: "swept"};
const lists = fc.record({
  edges: fc.uniqueArray(fc.integer({min: 0, max: 50}), {minLength: 1, maxLength: 6}),
  spreads: fc.uniqueArray(fc.integer({min: 0, max: 20}), {minLength: 1, maxLength: 5}),
  shorts: fc.uniqueArray(fc.boolean(), {minLength: 1, maxLength: 2})
});

function parametersOf(values: {edges: number[]; spreads: number[]; shorts: boolean[]}): readonly SweptParameter[] {
  return [
    {path: "decision.minimumEdgeBps", choices: {kind: "list", values: values.edges}},
    {path: "execution.spreadBps", choices: {kind: "list", values: values.spreads}},
    {path: "decision.allowShort", choices: {kind: "list", values: values.shorts}}
  ];
}

it("has every combination of a grid once, in one order, put into the strategy", () => {
  fc.assert(
    fc.property(lists, (values) => {
      const trials = enumerateTrials(strategy, parametersOf(values), {kind: "grid"});
      const expected = values.edges.flatMap((edge) =>
        values.spreads.flatMap((spread) => values.shorts.map((short) => [edge, spread, short]))
      );
      expect(trials.map(({number}) => number)).toEqual(expected.map((_, index) => index));
      expect(
        trials.map(({strategy: {decision, execution}}) => [
          decision.minimumEdgeBps,
          execution.spreadBps,
          decision.allowShort
        ])
      ).toEqual(expected);
      expect(trials.map(({parameters}) => Object.values(parameters))).toEqual(expected);
    }),
    {seed: 42, numRuns: 60}
  );
});

it("draws as many different sets as asked, within the ranges, the same ones for the same seed", () => {
  fc.assert(
    fc.property(
      lists,
      fc.integer({min: 1, max: 40}),
      fc.nat(),
      fc.tuple(fc.double({min: 0, max: 0.5, noNaN: true}), fc.double({min: 0.6, max: 1, noNaN: true})),
      (values, count, seed, [low, high]) => {
        const parameters: readonly SweptParameter[] = [
          ...parametersOf(values),
          {path: "decision.rebalanceThreshold", choices: {kind: "between", low, high}}
        ];
        const draw = () => enumerateTrials(strategy, parameters, {kind: "random", count, seed});
        const trials = draw();
        expect(trials).toHaveLength(count);
        expect(new Set(trials.map(({parameters: set}) => JSON.stringify(set))).size).toBe(count);
        for (const {
          strategy: {decision, execution}
        } of trials) {
          expect(decision.rebalanceThreshold).toBeGreaterThanOrEqual(low);
          expect(decision.rebalanceThreshold).toBeLessThanOrEqual(high);
          expect(values.edges).toContain(decision.minimumEdgeBps);
          expect(values.spreads).toContain(execution.spreadBps);
        }
        expect(draw()).toEqual(trials);
      }
    ),
    {seed: 42, numRuns: 40}
  );
});

it("takes the whole grid when as many are asked for as there are", () => {
  fc.assert(
    fc.property(lists, fc.nat(), (values, seed) => {
      const parameters = parametersOf(values);
      const grid = enumerateTrials(strategy, parameters, {kind: "grid"});
      const drawn = enumerateTrials(strategy, parameters, {kind: "random", count: grid.length, seed});
      expect(drawn).toEqual(grid);
    }),
    {seed: 42, numRuns: 30}
  );
});
