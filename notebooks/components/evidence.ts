/** What lies behind a decision in the run's own tables: the predictions it names and the factor values of its candle. */
import {card, cards} from "./card.js";
import type {DecisionRecord} from "./decision-record.js";
import type {Duck, Row} from "./duck.js";
import {element} from "./element.js";
import {plainTable} from "./table.js";

export async function decisionEvidence(duck: Duck, decision: DecisionRecord): Promise<HTMLElement> {
  const ids = decision.agents.map(({prediction}) => prediction);
  const places = ids.map(() => "?").join(", ") || "NULL";
  const [predictions, values] = await Promise.all([
    rowsOrReason(duck, `SELECT * FROM run.predictions WHERE id IN (${places})`, ids),
    rowsOrReason(duck, "SELECT * FROM run.factor_values WHERE instrument = ? AND epoch_ms(close_time) = ?", [
      decision.instrument,
      decision.closeTime
    ])
  ]);
  return cards(
    card({
      title: "Predictions",
      note: "What each agent said at this candle, as it was recorded before the outcome was known.",
      body: predictions
    }),
    card({
      title: "Factor values",
      note: "What the factors were at this candle's close, from closed candles alone.",
      body: values
    })
  );
}

async function rowsOrReason(duck: Duck, query: string, parameters: readonly unknown[]): Promise<HTMLElement> {
  try {
    const rows: readonly Row[] = await duck.rows(query, ...parameters);
    return rows.length > 0 ? plainTable(rows) : element("p", {}, "The run's tables hold no row for it.");
  } catch (error) {
    return element(
      "p",
      {},
      `The run's tables could not say: ${error instanceof Error ? error.message : String(error)}`
    );
  }
}
