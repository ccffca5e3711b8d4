/** Where to go from the overview: each step is a page or a command. */
import {type Child, element} from "./element.js";

export interface NextStep {
  readonly title: string;
  readonly says: string;
  /** A page, or a command to type. */
  readonly href?: string;
  readonly command?: string;
}

export function nextSteps(run: string | undefined): readonly NextStep[] {
  return [
    {
      title: "Read the backtest",
      says: "Trades with their reasons, costs, and how far to believe it.",
      href: run === undefined ? "./reports/" : `./reports/${encodeURIComponent(run)}.html`
    },
    {
      title: "Watch the paper account",
      says: "Positions, orders and fills as the market moves.",
      href: "./virtual-trading.html"
    },
    {
      title: "Ask why",
      says: "Every decision, taken or not, down to its candle.",
      href: "./decisions.html"
    },
    {
      title: "Take the wheel",
      says: "Pause, flatten, or change how it decides.",
      href: "./control.html"
    },
    {
      title: "Load real candles",
      says: "From any exchange that ccxt knows.",
      command: "papertape load --exchange kraken --symbol BTC/USDT --timeframe 1h --from 2024-01-01"
    },
    {
      title: "Write a factor",
      says: "One file; docs/how-to/add-a-factor.md leads through it.",
      command: "papertape factors"
    }
  ];
}

export function stepCards(steps: readonly NextStep[]): HTMLElement {
  return element(
    "div",
    {class: "pt-steps"},
    steps.map(({title, says, href, command}) => {
      const body: Child[] = [element("b", {}, title), element("p", {}, says)];
      return href === undefined ? element("div", {}, body, element("code", {}, command)) : element("a", {href}, body);
    })
  );
}
