/** Decisions as a list to choose from, and one of them laid open: what spoke for it, what it cost, what limited it. */
import {bars} from "./bars.js";
import {card, cards} from "./card.js";
import type {DecisionRecord} from "./decision-record.js";
import {element} from "./element.js";
import {basisPoints, decimal, percent, price, signed, tone, words} from "./format.js";
import {type Column, plainTable, table} from "./table.js";
import {facts, mark} from "./tiles.js";
import type {Zone} from "./time-zone.js";

/** What the reader has chosen; it outlives the list, which is drawn anew when decisions arrive. */
export interface DecisionChoice {
  id: string | null;
}

/** An element whose value is the chosen decision, for `Generators.input`. */
export type DecisionPicker = HTMLElement & {value: DecisionRecord | null};

export function decisionPicker(
  decisions: readonly DecisionRecord[],
  {zone, choice}: {zone: Zone; choice: DecisionChoice}
): DecisionPicker {
  const holder = element("div");
  const picker: DecisionPicker = Object.assign(holder, {
    value:
      decisions.find(({id}) => id === choice.id) ??
      decisions.find(({fact}) => fact === "TradeSignalRaised") ??
      decisions[0] ??
      null
  });
  const choose = (decision: DecisionRecord) => {
    picker.value = decision;
    choice.id = decision.id;
    picker.dispatchEvent(new Event("input", {bubbles: true}));
  };
  picker.append(table(decisions, pickerColumns(zone, choose), {sortBy: "Close", rowsPerPage: 12}));
  return picker;
}

function pickerColumns(zone: Zone, choose: (decision: DecisionRecord) => void): readonly Column<DecisionRecord>[] {
  return [
    {
      label: "Close",
      value: (decision) => decision.closeTime,
      show: (decision) => chooser(zone.dateTime(decision.closeTime), () => choose(decision)),
      explanation: "Close of the candle at which it was decided; choose one to see why."
    },
    {label: "Instrument", value: (decision) => decision.instrument},
    {
      label: "Decision",
      value: (decision) => decision.fact,
      show: (decision) => decisionMark(decision),
      explanation: "Every closed candle has exactly one: raised as a signal, or withheld with its reason."
    },
    {
      label: "Up",
      kind: "number",
      value: (decision) => decision.probabilityUp,
      show: (decision) => percent(decision.probabilityUp),
      explanation: "Probability of a rise that the agents agreed on."
    },
    {
      label: "Edge",
      kind: "number",
      value: (decision) => decision.edgeBps,
      show: (decision) => basisPoints(decision.edgeBps),
      tone: (decision) => tone(decision.edgeBps),
      explanation: "Expected return in the direction of the trade after fees, spread and slippage."
    },
    {label: "Why", kind: "words", value: (decision) => decision.rationale}
  ];
}

function chooser(label: string, onChoose: () => void): HTMLElement {
  const button = element("button", {class: "pt-link", type: "button"}, label);
  button.addEventListener("click", onChoose);
  return button;
}

export function decisionMark(decision: DecisionRecord): HTMLElement {
  return decision.fact === "TradeSignalRaised"
    ? mark(`${decision.side} · ${words(decision.reason)}`, decision.side === "buy" ? "good" : "bad")
    : mark(words(decision.reason));
}

/** From the decision down to agents and factors. */
export function decisionDetail(decision: DecisionRecord, zone: Zone): HTMLElement {
  const {agents, factors, limits} = decision;
  return cards(
    card({
      title: decision.rationale,
      note: `${decision.instrument} ${decision.timeframe}, decided at the close of ${zone.dateTime(decision.closeTime)} (${zone.name}).`,
      body: facts([
        ["Decision", decisionMark(decision)],
        ["Close", price(decision.referencePrice)],
        ["Probability of up", percent(decision.probabilityUp)],
        [
          "Expected, cost, edge",
          `${basisPoints(decision.expectedReturnBps)} − ${basisPoints(decision.costBps)} = ${basisPoints(decision.edgeBps)}`
        ],
        ["Confidence", percent(decision.confidence)],
        ["Position", `${decision.positionAmount} held, ${decision.targetAmount} wanted`],
        ["Id", element("code", {}, decision.id)]
      ])
    }),
    card({
      title: "Agents",
      note: "Each agent's part of the score (log-odds of up); the parts sum to it exactly.",
      body: [
        bars(
          agents.map(({agent, contribution}) => ({name: agentLink(agent), value: contribution})),
          (value) => signed(value, 3)
        ),
        element(
          "p",
          {},
          `Together ${signed(decision.score, 3)}, which is a probability of ${percent(decision.probabilityUp)}.`
        ),
        agentShares(decision)
      ]
    }),
    card({
      title: "Factors",
      note: "The same score, shared out to the factors that the agents looked at.",
      body:
        factors.length === 0
          ? "No factor contributed."
          : bars(
              factors.map(({factor, contribution}) => ({name: factorLink(factor), value: contribution})),
              (value) => signed(value, 3)
            )
    }),
    card({
      title: "Limits",
      note: "Every risk limit that changed the wanted position, in the order they were applied.",
      body: limits.length === 0 ? "None changed it." : plainTable(limits)
    })
  );
}

function agentShares({agents}: DecisionRecord): HTMLElement {
  return table(agents, [
    {label: "Agent", value: ({agent}) => agent},
    {label: "Weight", kind: "number", value: ({weight}) => weight, show: ({weight}) => percent(weight, 0)},
    {
      label: "Says up",
      kind: "number",
      value: (share) => share.calibratedProbabilityUp,
      show: (share) => percent(share.calibratedProbabilityUp)
    },
    {
      label: "Part",
      kind: "number",
      value: ({contribution}) => contribution,
      show: ({contribution}) => decimal(contribution, 3)
    }
  ]);
}

const agentLink = (name: string) => element("a", {href: `./agent/${encodeURIComponent(name)}.html`}, name);
/** The parts in brackets, bias and calibration, belong to no factor. */
const factorLink = (name: string) =>
  name.startsWith("(") ? name : element("a", {href: `./factor/${encodeURIComponent(name)}.html`}, name);
