/**
 * What lies behind a decision: the predictions it names, the factor values and the candle at whose close it was taken.
 * A run's decision is looked up in the run's own tables, a live one in the daemon's journal.
 */
import type {Explanation} from "../lib/integration/explain.js";
import {card, cards} from "./card.js";
import {ask} from "./daemon.js";
import type {DecisionRecord} from "./decision-record.js";
import type {Duck, Row} from "./duck.js";
import {element} from "./element.js";
import {compact, decimal, percent, price, signedPercent} from "./format.js";
import {table} from "./table.js";
import {facts} from "./tiles.js";
import type {Zone} from "./time-zone.js";

const PREDICTIONS = "What each agent said at this candle, as it was recorded before the outcome was known.";
const FACTORS = "What the factors were at this candle's close, from closed candles alone.";

export async function decisionEvidence(duck: Duck, decision: DecisionRecord): Promise<HTMLElement> {
  const ids = decision.agents.map(({prediction}) => prediction);
  const weights = new Map(decision.agents.map(({prediction, weight}) => [prediction, weight]));
  const places = ids.map(() => "?").join(", ") || "NULL";
  const [predictions, values] = await Promise.all([
    rowsOrReason(
      duck.rows(
        `SELECT agent, probability_up AS "said", calibrated_probability_up AS "calibrated", expected_return AS "expected", id FROM run.predictions WHERE id IN (${places}) ORDER BY agent`,
        ...ids
      ),
      (rows) =>
        predictionTable(
          (rows as readonly PredictionRow[]).map((row) => ({...row, weight: weights.get(row.id) ?? null}))
        )
    ),
    rowsOrReason(
      duck.rows(
        "SELECT factor, value FROM run.factor_values WHERE instrument = ? AND epoch_ms(time) = ? ORDER BY factor",
        decision.instrument,
        decision.closeTime
      ),
      (rows) => facts(rows.map(({factor, value}) => [String(factor), decimal(value as number | null, 4)]))
    )
  ]);
  return cards(
    card({title: "Predictions", note: PREDICTIONS, body: predictions}),
    card({title: "Factor values", note: FACTORS, body: values})
  );
}

async function rowsOrReason(
  reading: Promise<readonly Row[]>,
  show: (rows: readonly Row[]) => HTMLElement
): Promise<HTMLElement> {
  try {
    const rows = await reading;
    return rows.length > 0 ? show(rows) : element("p", {}, "The run's tables hold no row for it.");
  } catch (error) {
    return element(
      "p",
      {},
      `The run's tables could not say: ${error instanceof Error ? error.message : String(error)}`
    );
  }
}

/** The same for a decision of the running session, with the candle itself and where its numbers come from. */
export async function liveEvidence(decision: DecisionRecord, zone: Zone): Promise<HTMLElement> {
  const answer = await ask<Explanation>(`/api/explain/${encodeURIComponent(decision.id)}`);
  if (answer.state !== "ready") return element("p", {}, "The daemon's journal does not hold this decision.");
  const {predictions, factors, candle, missing} = answer.data;
  return cards(
    card({title: "Predictions", note: PREDICTIONS, body: predictionTable(predictions.map(livePrediction))}),
    card({title: "Factor values", note: FACTORS, body: factorValues(factors)}),
    card({
      title: "Candle",
      note: "The closed candle that set it off, with where its numbers come from.",
      body: candleFacts(candle, zone)
    }),
    missing.length === 0
      ? null
      : card({
          title: "Missing links",
          note: "Said, never guessed.",
          body: missing.map((link) => element("p", {}, link))
        })
  );
}

interface PredictionRow extends Row {
  readonly id: string;
  readonly agent: string;
  readonly said: number;
  readonly calibrated: number;
  readonly expected: number;
}

function predictionTable(rows: readonly (PredictionRow & {readonly weight: number | null})[]): HTMLElement {
  return table(rows, [
    {label: "Agent", value: ({agent}) => agent},
    {
      label: "Said up",
      kind: "number",
      value: ({said}) => said,
      show: ({said}) => percent(said),
      explanation: "Probability of a rise, as the agent gave it."
    },
    {
      label: "Calibrated",
      kind: "number",
      value: ({calibrated}) => calibrated,
      show: ({calibrated}) => percent(calibrated),
      explanation: "What such a saying has been worth so far."
    },
    {
      label: "Expected",
      kind: "number",
      value: ({expected}) => expected,
      show: ({expected}) => signedPercent(expected, 2),
      explanation: "Return over the horizon, before costs."
    },
    {
      label: "Weight",
      kind: "number",
      value: ({weight}) => weight,
      show: ({weight}) => percent(weight, 0),
      explanation: "Share of the say, by how well the agent foretold before."
    }
  ]);
}

function livePrediction({prediction, weight}: Explanation["predictions"][number]) {
  const {agent, probabilityUp, calibratedProbabilityUp, expectedReturn} = prediction.payload;
  return {
    ...{id: prediction.id, agent, weight},
    ...{said: probabilityUp, calibrated: calibratedProbabilityUp, expected: expectedReturn}
  };
}

function factorValues(factors: Explanation["factors"]): HTMLElement {
  if (factors === null) return element("p", {}, "The journal does not hold them.");
  const {factors: names, values} = factors.payload;
  return facts(names.map((name, index) => [name, decimal(values[index], 4)]));
}

function candleFacts(candle: Explanation["candle"], zone: Zone): HTMLElement {
  if (candle === null) return element("p", {}, "The journal does not hold it.");
  const {instrument, timeframe, closeTime, open, high, low, close, volume} = candle.payload;
  return facts([
    ["Series", `${instrument} ${timeframe}`],
    ["Closed", `${zone.dateTime(closeTime)} ${zone.name}`],
    ["Open, close", `${price(open)}, ${price(close)}`],
    ["High, low", `${price(high)}, ${price(low)}`],
    ["Volume", compact(volume)],
    ["Came from", candle.source],
    ["Id", element("code", {}, candle.id)]
  ]);
}
