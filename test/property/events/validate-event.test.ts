/** Every fact has a schema; an event survives JSON; a field too many, too few or of another type is refused. */
import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {EVENT_SCHEMAS, validateEvent} from "../../../src/lib/events/validate-event.js";
import {sampleEvents} from "../../support/sample-events.js";

describe("the door for events", () => {
  const samples = sampleEvents();

  it("has a sample of every fact to be tried with", () => {
    expect(new Set(samples.map((event) => event.fact))).toEqual(new Set(Object.keys(EVENT_SCHEMAS)));
    expect(new Set(samples.map((event) => event.type)).size).toBe(8);
  });

  it("accepts every event, also after a journey through JSON", () => {
    for (const event of samples) {
      expect(validateEvent(event)).toMatchObject({ok: true});
      expect(validateEvent(JSON.parse(JSON.stringify(event)))).toEqual({ok: true, event});
    }
  });

  it("refuses an event with any one field removed, of another type or added, in envelope or payload", () => {
    const position = fc.record({
      sample: fc.nat(samples.length - 1),
      field: fc.nat(),
      inPayload: fc.boolean(),
      how: fc.constantFrom("remove", "retype", "add")
    });
    fc.assert(
      fc.property(position, ({sample, field, inPayload, how}) => {
        const event = JSON.parse(JSON.stringify(samples[sample]));
        const target = inPayload ? event.payload : event;
        const keys = Object.keys(target).filter((key) => !UNTYPED.has(key));
        const key = keys[field % keys.length] as string;
        if (how === "remove") delete target[key];
        else if (how === "retype") target[key] = {not: "this"};
        else target.surplus = 1;
        expect(validateEvent(event)).toMatchObject({ok: false});
      }),
      {seed: 7, numRuns: 500}
    );
  });

  it("says what is wrong with things that are no events", () => {
    for (const value of [null, 1, "x", [], {}, {fact: "CandleOpened"}, {fact: "constructor"}])
      expect(validateEvent(value)).toMatchObject({ok: false, reason: expect.stringContaining("fact")});
  });
});

/** Payload fields that may hold anything: configuration values. */
const UNTYPED = new Set(["configuration", "from", "to"]);
