/** Figures of a run's trades and of what trading took: counts, wins, excursions, exposure, turnover, costs. */
import {mean} from "../statistics/moments.js";
import {winLoss} from "../statistics/win-loss.js";
import {type Figure, figure} from "./figure.js";
import type {RunRecord} from "./run-record.js";

/** @param equity marks of equity, quote units */
export function tradeFigures(record: RunRecord, equity: Float64Array): Record<string, Figure> {
  const results = record.trades.map((trade) => trade.profitRatio);
  const wins = winLoss(results);
  const held = record.trades.map((trade) => (trade.exitTime ?? trade.entryTime) - trade.entryTime);
  const noTrade = "no closed trade";
  return {
    trades: figure(record.trades.length, {
      label: "Closed trades",
      explanation: "Round trips from flat to flat.",
      unit: "count",
      reason: noTrade
    }),
    openTrades: figure(record.openTrades.length, {
      label: "Open trades",
      explanation: "Positions still held at the end; they are in the equity but in no trade figure.",
      unit: "count",
      reason: noTrade
    }),
    winRate: figure(wins.winRate, {
      label: "Win rate",
      explanation: "Share of closed trades with a profit after fees.",
      unit: "fraction",
      reason: noTrade
    }),
    profitFactor: figure(wins.profitFactor, {
      label: "Profit factor",
      explanation: "Sum of winning trades' returns over the sum of losing trades'.",
      unit: "ratio",
      reason: "no losing trade, or no trade"
    }),
    expectancy: figure(wins.expectancy, {
      label: "Expectancy",
      explanation: "Mean return of a trade after fees.",
      unit: "fraction",
      reason: noTrade
    }),
    averageHoldHours: figure(held.length === 0 ? null : held.reduce((a, b) => a + b, 0) / held.length / 3_600_000, {
      label: "Average hold, hours",
      explanation: "Mean time from entry to exit.",
      unit: "ratio",
      reason: noTrade
    }),
    ...excursionFigures(record),
    ...activityFigures(record, equity)
  };
}

function excursionFigures({trades}: RunRecord): Record<string, Figure> {
  const worst = mean(trades.map((trade) => trade.worst));
  const best = mean(trades.map((trade) => trade.best));
  const winners = trades.filter((trade) => trade.profitRatio > 0);
  const noTrade = "no closed trade";
  return {
    adverseExcursion: figure(worst, {
      label: "Adverse excursion (MAE)",
      explanation: "Mean over trades of the worst return while the trade was held.",
      unit: "fraction",
      reason: noTrade
    }),
    favourableExcursion: figure(best, {
      label: "Favourable excursion (MFE)",
      explanation: "Mean over trades of the best return while the trade was held: what a perfect exit had taken.",
      unit: "fraction",
      reason: noTrade
    }),
    winnersAdverseExcursion: figure(mean(winners.map((trade) => trade.worst)), {
      label: "Winners' adverse excursion",
      explanation:
        "How far under water winning trades were at their worst, on average: a tighter stop had cut them off.",
      unit: "fraction",
      reason: "no winning trade"
    }),
    edgeRatio: figure(worst === 0 ? null : best / -worst, {
      label: "Edge ratio",
      explanation:
        "Mean favourable over mean adverse excursion: above 1, prices went the trade's way further than against it.",
      unit: "ratio",
      reason: "no closed trade, or none was ever at a loss"
    })
  };
}

function activityFigures(record: RunRecord, equity: Float64Array): Record<string, Figure> {
  const exposed = record.equity.filter((mark) => mark.positionsValue !== 0).length;
  const traded = record.fills.reduce((sum, {payload}) => sum + Number(payload.price) * Number(payload.amount), 0);
  const meanEquity = equity.reduce((sum, value) => sum + value, 0) / equity.length;
  const noTrade = "no closed trade";
  return {
    exposure: figure(record.equity.length === 0 ? null : exposed / record.equity.length, {
      label: "Exposure",
      explanation: "Share of candles with a position.",
      unit: "fraction",
      reason: "no candles"
    }),
    turnover: figure(record.equity.length === 0 ? null : traded / meanEquity, {
      label: "Turnover",
      explanation: "Value traded over mean equity, whole run.",
      unit: "ratio",
      reason: "no candles"
    }),
    fees: figure(Number(record.fees), {
      label: "Fees",
      explanation: "All fees paid, in the quote currency.",
      unit: "quote",
      reason: noTrade
    }),
    slippage: figure(record.slippage, {
      label: "Slippage",
      explanation:
        "Lost between the close a decision was taken at and its fill, in the quote currency; negative is a gain.",
      unit: "quote",
      reason: noTrade
    })
  };
}
