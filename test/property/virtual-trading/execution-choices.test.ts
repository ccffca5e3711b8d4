/**
 * Whatever a strategy chooses for its fills: a component restored anywhere goes on exactly, its events are valid and
 * name their orders, and cash reconciles to the last unit with fills, fees and funding.
 */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {add, multiply, negate, parseDecimal, subtract, toText} from "../../../src/lib/core/decimal.js";
import type {PapertapeEvent} from "../../../src/lib/events/event.js";
import {validateEvent} from "../../../src/lib/events/validate-event.js";
import type {ExecutionRules} from "../../../src/lib/virtual-trading/execution-rules.js";
import type {Instrument} from "../../../src/lib/vocabulary/instrument.js";
import {componentFor, PERPETUAL, SPOT} from "../../support/strategy-tape.js";
import {CHOICES, randomTape, shapeFor} from "./execution-choices.js";

interface Setting {
  readonly instrument: Instrument;
  readonly execution: Partial<ExecutionRules>;
  readonly tape: readonly PapertapeEvent[];
}

/** @param restartAt the input before which the component is replaced by one restored from its snapshot */
function run({instrument, execution, tape}: Setting, restartAt: number | null = null) {
  let component = componentFor(instrument, execution);
  const made: PapertapeEvent[] = [];
  for (const [i, event] of tape.entries()) {
    if (i === restartAt) {
      const next = componentFor(instrument, execution);
      next.restore(JSON.parse(JSON.stringify(component.snapshot())));
      component = next;
    }
    component.handle(event, (one) => made.push(one));
  }
  return {made, snapshot: JSON.stringify(component.snapshot())};
}

/** Start capital less what fills and fees took and funding moved. */
function cashOf({tape}: Setting, made: readonly PapertapeEvent[]): string {
  let cash = parseDecimal("1000");
  for (const event of made) {
    if (event.fact !== "OrderFilled") continue;
    const value = multiply(parseDecimal(event.payload.price), parseDecimal(event.payload.amount));
    cash = add(cash, event.payload.side === "buy" ? negate(value) : value);
    cash = subtract(cash, parseDecimal(event.payload.fee));
  }
  return tape.some(({fact}) => fact === "FundingSettled") ? "" : toText(cash);
}

const runs = {seed: 42, numRuns: 8};
const choices = Object.entries(CHOICES).flatMap(([name, execution]) =>
  [SPOT, PERPETUAL].map((instrument) => ({name: `${name}, ${instrument.kind}`, execution, instrument}))
);

describe("a trading component", () => {
  for (const {name, execution, instrument} of choices) {
    it(`goes on exactly where it was restored: ${name}`, () => {
      fc.assert(
        fc.property(randomTape(instrument, shapeFor(execution)), fc.nat(400), (tape, at) => {
          const setting = {instrument, execution, tape};
          const whole = run(setting);
          const broken = run(setting, at % tape.length);
          expect(broken.made).toEqual(whole.made);
          expect(broken.snapshot).toBe(whole.snapshot);
        }),
        runs
      );
    });

    it(`makes valid events, each fill of an accepted order, and spends to the last unit: ${name}`, () => {
      fc.assert(
        fc.property(randomTape(instrument, shapeFor(execution)), (random) => {
          const tape = random.filter(({fact}) => fact !== "FundingSettled");
          const setting = {instrument, execution, tape};
          const {made} = run(setting);
          const accepted = new Set<string>();
          for (const event of made) {
            expect(validateEvent(event)).toMatchObject({ok: true});
            if (event.fact === "OrderAccepted") accepted.add(event.payload.orderId);
            if (event.fact === "OrderFilled") expect(accepted).toContain(event.payload.orderId);
          }
          const mark = made.findLast((event) => event.fact === "EquityMarked");
          const before = mark === undefined ? [] : made.slice(0, made.indexOf(mark));
          if (mark?.fact === "EquityMarked") expect(mark.payload.cash).toBe(cashOf(setting, before));
        }),
        runs
      );
    });
  }
});
