/** A session whose state was stored by code that kept it otherwise says so, and what to do. */
import {expect, it} from "vitest";
import type {Pipeline} from "../../../src/lib/integration/pipeline.js";
import type {Journal} from "../../../src/lib/integration/ports/journal.js";
import {recoverSession, STATE_NAME} from "../../../src/live/integration/recover-session.js";
import {TakenInputs} from "../../../src/live/integration/taken-inputs.js";

const head = {sequence: 7, hash: ""};
const pipeline: Pick<Pipeline, "restore"> = {
  restore: () => {
    throw new Error("the saved state has no field tails");
  }
};
const options = {
  ...{session: "live-1", journal: {} as Journal},
  ...{pipeline: pipeline as Pipeline, taken: new TakenInputs()}
};

it("names the session, what does not fit and the way on", async () => {
  const states = {[STATE_NAME]: {sequence: 7, state: {pipeline: {}, inputs: {}}}};
  await expect(recoverSession(options, {head, inputs: {}, states})).rejects.toMatchObject({
    code: "SESSION_DIVERGED",
    message: expect.stringMatching(/live-1.*another version of the code.*no field tails.*--session/),
    details: {session: "live-1"}
  });
});

it("says the same where the journal holds no state", async () => {
  await expect(recoverSession(options, {head, inputs: {}, states: {}})).rejects.toMatchObject({
    code: "SESSION_DIVERGED"
  });
});
