/** From the start capital to the last equity: what prices gave and what trading took, line by line. */
import type {RunReport} from "../lib/integration/run-report.js";
import {bars} from "./bars.js";
import {element} from "./element.js";
import {decimal, signed, signedPercent} from "./format.js";
import {facts} from "./tiles.js";

/** Below this the ledger's smallest units are not worth a line. */
const SHOWN_ROUNDING = 0.005;

export function profitLedger({ledger, trades}: Pick<RunReport, "ledger" | "trades">): HTMLElement {
  const {startCapital, gross, fees, slippage, funding, rounding, equity, change} = ledger;
  const share = (value: number) => `${signed(value)} (${signedPercent(value / startCapital, 2)})`;
  const lines = [
    {name: "Prices", value: gross},
    {name: "Fees", value: fees},
    {name: "Slippage", value: slippage},
    {name: "Funding", value: funding},
    ...(Math.abs(rounding) < SHOWN_ROUNDING ? [] : [{name: "Rounding", value: rounding}])
  ];
  const costs = fees + slippage + funding;
  return element(
    "div",
    {},
    bars(lines, share),
    facts([
      ["Together", share(change)],
      ["Start, end", `${decimal(startCapital)}, ${decimal(equity)}`],
      ["Costs of a trade", trades.length === 0 ? "–" : `${decimal(-costs / trades.length)} on average`]
    ]),
    element(
      "p",
      {class: "pt-reason"},
      "Prices is what the positions gained at the closes that decided, before any cost. Fees went to the exchange. Slippage is how much worse fills were than those closes; above zero they were better. Funding is what perpetual contracts charged for being held."
    )
  );
}
