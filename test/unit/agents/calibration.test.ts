import {describe, expect, it} from "vitest";
import {
  type CalibrationConfiguration,
  type CalibrationMethod,
  logLossOf,
  probabilityOf
} from "../../../src/lib/agents/calibration.js";
import {applyBetaMap, fitBetaMap} from "../../../src/lib/agents/calibration-beta.js";
import {addToBins, emptyCalibrationBins, pointsOf} from "../../../src/lib/agents/calibration-bins.js";
import {createCalibration} from "../../../src/lib/agents/calibration-choice.js";
import {applyIsotonicMap, fitIsotonicMap} from "../../../src/lib/agents/calibration-isotonic.js";
import {applyPlattMap, fitPlattMap} from "../../../src/lib/agents/calibration-platt.js";
import {seededRandom} from "../../../src/lib/core/random.js";
import {applyBeta, fitBeta} from "../../../src/lib/statistics/beta-calibration.js";
import {isotonicRegression, isotonicValue} from "../../../src/lib/statistics/isotonic.js";
import {applyPlatt, fitPlatt} from "../../../src/lib/statistics/platt.js";

/** Scores that claim `claim` times the log-odds that are true. */
function outcomes(n: number, claim: number, seed = 5) {
  const random = seededRandom(seed);
  return Array.from({length: n}, () => {
    const truth = random.normal();
    return {score: claim * truth, isUp: random.next() < probabilityOf(truth)};
  });
}

function calibration(method: CalibrationMethod, changes: Partial<CalibrationConfiguration> = {}) {
  return createCalibration({method, refitEvery: 50, minimumOutcomes: 200, halfLifeOutcomes: 5000, ...changes});
}

describe("the online calibration", () => {
  it("leaves the raw probability until enough outcomes are known", () => {
    const map = calibration("platt");
    for (const {score, isUp} of outcomes(199, 3)) map.learn(score, isUp);
    expect(map.method()).toBe("none");
    expect(map.calibrate(1)).toBe(probabilityOf(1));
  });

  it.each(["platt", "isotonic", "beta"] as const)("takes an overconfident agent down by %s", (method) => {
    const map = calibration(method);
    for (const {score, isUp} of outcomes(3000, 3)) map.learn(score, isUp);
    expect(map.method()).toBe(method);
    expect(map.calibrate(3)).toBeCloseTo(probabilityOf(1), 1);
    expect(map.calibrate(-3)).toBeCloseTo(probabilityOf(-1), 1);
  });

  it("chooses a map by past log loss where it helps, and improves what comes later", () => {
    const map = calibration("auto");
    let raw = 0;
    let calibrated = 0;
    outcomes(4000, 3).forEach(({score, isUp}, i) => {
      if (i >= 2000) {
        raw += logLossOf(probabilityOf(score), isUp);
        calibrated += logLossOf(map.calibrate(score), isUp);
      }
      map.learn(score, isUp);
    });
    expect(map.method()).not.toBe("none");
    expect(calibrated).toBeLessThan(0.9 * raw);
  });

  it("turns an agent round that is right the wrong way", () => {
    const map = calibration("platt");
    for (const {score, isUp} of outcomes(2000, -1)) map.learn(score, isUp);
    expect(map.calibrate(2)).toBeLessThan(0.3);
  });

  it("costs a well calibrated agent next to nothing", () => {
    const map = calibration("auto");
    for (const {score, isUp} of outcomes(4000, 1)) map.learn(score, isUp);
    for (const score of [-2, -1, 0, 1, 2])
      expect(Math.abs(map.calibrate(score) - probabilityOf(score)), `at ${score}`).toBeLessThan(0.06);
  });

  it("stays with the raw probability when told so, and when all scores are one", () => {
    const silent = calibration("none");
    const constant = calibration("auto");
    for (const {score, isUp} of outcomes(1000, 3)) {
      silent.learn(score, isUp);
      constant.learn(0.3, isUp);
    }
    expect(silent.method()).toBe("none");
    expect(constant.method()).toBe("none");
  });

  it("forgets: after a change of regime the newer outcomes decide", () => {
    const map = calibration("platt", {halfLifeOutcomes: 300});
    for (const {score, isUp} of outcomes(2000, 1, 1)) map.learn(score, isUp);
    for (const {score, isUp} of outcomes(2000, -1, 2)) map.learn(score, isUp);
    expect(map.calibrate(1.5)).toBeLessThan(0.4);
  });

  it("lets the raw probability stand when outcomes come in lumps that only look like a lasting difference", () => {
    const random = seededRandom(5);
    const map = calibration("auto", {refitEvery: 100});
    const used = new Set<string>();
    for (let lump = 0; lump < 400; lump++) {
      // Right over the long run; for a while everything rises, or everything falls.
      const tilt = random.next() < 0.5 ? -0.8 : 0.8;
      for (let i = 0; i < 60; i++) {
        const score = 0.3 * random.normal();
        map.learn(score, random.next() < probabilityOf(score + tilt));
        used.add(map.method());
      }
    }
    expect([...used]).toEqual(["none"]);
  });

  it("goes on after a restore as if nothing had happened", () => {
    const first = calibration("auto");
    const tape = outcomes(1500, 2);
    for (const {score, isUp} of tape.slice(0, 777)) first.learn(score, isUp);
    const second = calibration("auto");
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    for (const {score, isUp} of tape.slice(777)) {
      first.learn(score, isUp);
      second.learn(score, isUp);
    }
    expect(second.snapshot()).toEqual(first.snapshot());
    expect(second.calibrate(0.7)).toBe(first.calibrate(0.7));
  });
});

describe("the maps fitted on bins", () => {
  const tape = outcomes(3000, 2);
  const bins = emptyCalibrationBins();
  for (const {score, isUp} of tape) addToBins(bins, score, isUp);
  const points = pointsOf(bins);
  const p = Float64Array.from(tape, ({score}) => probabilityOf(score));
  const y = Float64Array.from(tape, ({isUp}) => (isUp ? 1 : 0));
  const grid = [-3, -1.5, -0.4, 0, 0.4, 1.5, 3];

  it("agree with the maps fitted on every single outcome", () => {
    const platt = fitPlatt(p, y);
    const beta = fitBeta(p, y);
    const isotonic = isotonicRegression(p, y);
    const binned = {platt: fitPlattMap(points), beta: fitBetaMap(points), isotonic: fitIsotonicMap(points)};
    if (!platt || !beta || !binned.platt || !binned.beta || !binned.isotonic) throw new Error("a map was not fitted");
    for (const score of grid) {
      const raw = probabilityOf(score);
      expect(applyPlattMap(binned.platt, score)).toBeCloseTo(applyPlatt(platt, raw), 3);
      expect(applyBetaMap(binned.beta, score)).toBeCloseTo(applyBeta(beta, raw), 2);
      expect(Math.abs(applyIsotonicMap(binned.isotonic, score) - isotonicValue(isotonic, raw))).toBeLessThan(0.05);
    }
  });

  it("are not fitted where outcomes cannot tell", () => {
    const few = emptyCalibrationBins();
    for (const {score, isUp} of tape.slice(0, 100)) addToBins(few, score, isUp);
    expect(fitIsotonicMap(pointsOf(few))).toBeNull();
  });
});
