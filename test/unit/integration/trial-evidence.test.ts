/** What earlier trials take off a result, and what is said where they cannot. */
import {expect, it} from "vitest";
import {present} from "../../../src/lib/core/assert.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {judgeTrial, type TrialEvidence} from "../../../src/lib/integration/trial-evidence.js";
import {probabilisticSharpe, sharpeEstimate} from "../../../src/lib/statistics/probabilistic-sharpe.js";

function returnsOf(seed: number, drift: number): Float64Array {
  const random = seededRandom(seed);
  return Float64Array.from({length: 400}, () => drift + 0.01 * random.normal());
}
const columns = [returnsOf(1, 0.001), returnsOf(2, 0), returnsOf(3, 0)];
const own = present(columns[0], "a trial");
const trial = {shape: sharpeEstimate(own), returns: own, periodsPerYear: 8760};
const ratios = Float64Array.from(columns, (column) => present(sharpeEstimate(column), "ratio").ratio);
const evidence = (over: Partial<TrialEvidence>): TrialEvidence => ({count: 3, sharpes: ratios, columns, ...over});

it("is the probabilistic Sharpe ratio for the only trial there was", () => {
  const judged = judgeTrial(trial, evidence({count: 1, sharpes: ratios.subarray(0, 1), columns: null}));
  expect(judged.deflatedSharpe).toBe(probabilisticSharpe(present(trial.shape, "shape")));
  expect(judged.luckySharpe).toBe(0);
});

it("takes off more, the more was tried", () => {
  const after = [1, 3, 30, 300].map((count) => judgeTrial(trial, evidence({count})).deflatedSharpe ?? Number.NaN);
  expect(after.every((value, index) => index === 0 || value < (after[index - 1] ?? 0))).toBe(true);
});

it("finds overfitting among trials of the same stretch, this one among them", () => {
  const {probabilityOfOverfitting, reason} = judgeTrial(trial, evidence({}));
  expect(probabilityOfOverfitting).toBeLessThan(0.5);
  expect(reason).toBe("");
});

it.each([
  ["the trials are of another stretch", {columns: columns.slice(1)}, "papertape sweep"],
  ["no two trials are of one stretch", {columns: null}, "papertape sweep"],
  ["all other trials failed", {sharpes: new Float64Array()}, "of 3 trials too few"],
  ["the stretch is too short", {columns: columns.map((column) => column.subarray(0, 20))}, "papertape sweep"]
])("says why a figure is missing when %s", (_, over, text) => {
  expect(judgeTrial(trial, evidence(over)).reason).toContain(text);
});

it("has no deflated Sharpe ratio for an equity that never moved", () => {
  const flat = {shape: null, returns: new Float64Array(400), periodsPerYear: 8760};
  expect(judgeTrial(flat, evidence({}))).toMatchObject({deflatedSharpe: null, luckySharpe: null});
});
