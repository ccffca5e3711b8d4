/** Whether an agent means what it says, when outcomes overlap and instruments move together. */
import {describe, expect, it} from "vitest";
import {calibrationCheck} from "../../../src/lib/agents/calibration-check.js";
import {seededRandom} from "../../../src/lib/core/random.js";

const CLOSES = 2_000;
const INSTRUMENTS = 5;

/** What is said comes true as often as `truth` makes of it; all instruments of a close share their luck. */
function said(truth: (p: number) => number, seed: number) {
  const random = seededRandom(seed);
  const p: number[] = [];
  const y: number[] = [];
  const times: number[] = [];
  for (let close = 0; close < CLOSES; close++) {
    const luck = random.next();
    for (let instrument = 0; instrument < INSTRUMENTS; instrument++) {
      const probability = 0.3 + 0.4 * random.next();
      p.push(probability);
      y.push(luck < truth(probability) ? 1 : 0);
      times.push(close);
    }
  }
  return {p, y, times};
}

describe("the check of an agent's calibration", () => {
  it("passes agents that mean what they say, though their instruments share their luck", () => {
    const passed = Array.from(
      {length: 20},
      (_, seed) =>
        calibrationCheck(
          said((p) => p, seed),
          0
        ).isCalibrated
    );
    expect(passed.filter(Boolean).length).toBeGreaterThanOrEqual(17);
  });

  it("finds an agent that is too sure, and one that is not sure enough", () => {
    const tooSure = calibrationCheck(
      said((p) => 0.5 + 0.3 * (p - 0.5), 1),
      0
    );
    expect(tooSure).toMatchObject({isCalibrated: false});
    expect(tooSure.sureness.t).toBeLessThan(-3);
    expect(
      calibrationCheck(
        said((p) => 0.5 + 2 * (p - 0.5), 1),
        0
      ).sureness.t
    ).toBeGreaterThan(3);
  });

  it("finds one that always says too much, by how much", () => {
    const {bias, isCalibrated} = calibrationCheck(
      said((p) => p - 0.08, 1),
      0
    );
    expect(bias.mean).toBeCloseTo(-0.08, 1);
    expect(isCalibrated).toBe(false);
  });

  it("says nothing without predictions, and judges the tilt alone where one probability is always said", () => {
    expect(calibrationCheck({p: [], y: [], times: []}, 0).isCalibrated).toBeNull();
    const same = said(() => 0.7, 1);
    const check = calibrationCheck({...same, p: same.p.map(() => 0.5)}, 0);
    expect(check.sureness.t).toBeNull();
    expect(check.isCalibrated).toBe(false);
  });
});
