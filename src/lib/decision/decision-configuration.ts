/** The YAML of the decision engine: every key with what it means, and the defaults. Null or 0 switches a limit off. */
import Type, {type Static} from "typebox";
import {oneOf} from "../events/envelope.js";

const Share = (description: string) => Type.Number({minimum: 0, maximum: 1, description});
const Positive = (description: string) => Type.Number({exclusiveMinimum: 0, description});
const Count = (description: string) => Type.Number({minimum: 0, multipleOf: 1, description});
const OffOr = (limit: number, description: string) =>
  Type.Union([Type.Number({exclusiveMinimum: 0, maximum: limit}), Type.Null()], {description});

export const SIZING_METHODS = ["fixed-fraction", "all-in", "fractional-kelly", "volatility-target"] as const;
export type SizingMethod = (typeof SIZING_METHODS)[number];

const SizingSchema = Type.Object(
  {
    /** How large a position is. */
    method: oneOf(SIZING_METHODS),
    fraction: Share("fixed-fraction: share of equity in a position."),
    reserve: Share("all-in: share of equity left for costs and for what the price does until the fill."),
    kellyFraction: Share("fractional-kelly: share of the full Kelly stake."),
    targetVolatility: Positive("volatility-target: yearly volatility that a position adds, as a fraction of equity."),
    maximumFraction: Positive("Largest share of equity in a position, by any method but all-in."),
    volatilityCandles: Positive("Candles after which an old return counts half in the volatility."),
    scaleByConfidence: Type.Boolean({description: "Multiply the size by the confidence of the consensus."})
  },
  {additionalProperties: false}
);

const LimitsSchema = Type.Object(
  {
    perPosition: OffOr(100, "Largest value of one position, as a share of equity."),
    grossExposure: OffOr(100, "Largest sum of all positions' values, as a share of equity."),
    perAsset: OffOr(100, "Largest sum of all positions in one base asset, as a share of equity."),
    correlationCluster: Type.Object(
      {
        maximum: OffOr(100, "Largest sum of positions that move together, as a share of equity."),
        threshold: Share("Instruments move together from this correlation of returns on."),
        candles: Type.Number({minimum: 8, maximum: 512, multipleOf: 1, description: "Returns that are compared."})
      },
      {additionalProperties: false}
    ),
    dailyLoss: OffOr(1, "No new positions until midnight UTC after losing this share of the day's first equity."),
    drawdownHalt: Type.Object(
      {
        maximum: OffOr(1, "No new positions after losing this share of the highest equity."),
        resumeAfterCandles: Count("Candles after which the highest equity counts anew; 0: only when resumed by hand.")
      },
      {additionalProperties: false}
    ),
    cooldownCandles: Count("Candles without a new position in an instrument after its position was closed."),
    stopLossGuard: Type.Object(
      {
        stops: Count("So many stop-losses within the look-back stop new positions; 0: off."),
        lookbackCandles: Count("Candles looked back."),
        pauseCandles: Count("Candles without new positions after the last of them."),
        perInstrument: Type.Boolean({description: "Count and pause each instrument by itself."})
      },
      {additionalProperties: false}
    ),
    lowProfitLock: Type.Object(
      {
        trades: Count("Trades of an instrument within the look-back from which on they are judged; 0: off."),
        lookbackCandles: Count("Candles looked back."),
        requiredProfit: Type.Number({description: "Sum of their profits, as fractions, below which it is locked."}),
        pauseCandles: Count("Candles without a new position after the last of them.")
      },
      {additionalProperties: false}
    )
  },
  {additionalProperties: false}
);

export const DecisionConfigurationSchema = Type.Object(
  {
    minimumEdgeBps: Type.Number({
      description: "Expected return less costs that a new position needs, in basis points."
    }),
    exitEdgeBps: Type.Number({description: "A position is closed when the return expected for it falls below this."}),
    rebalanceThreshold: Share("A change of position smaller than this share of it is not worth an order."),
    allowShort: Type.Boolean({description: "Sell short where the instrument allows it (perpetuals)."}),
    maximumGapShare: Share("No new position when more than this share of the factors touches a gap in the data."),
    maximumDataAgeCandles: OffOr(
      1e6,
      "No new position when the candle came later than this: the price it could be had at has passed."
    ),
    stopLoss: OffOr(1, "Close a position at a close that is this fraction worse than its average price."),
    takeProfit: OffOr(100, "Close a position at a close that is this fraction better than its average price."),
    weights: Type.Object(
      {
        learningRate: Type.Number({minimum: 0, description: "How fast agents lose weight by log loss; 1 is Bayes."}),
        fixedShare: Share("Share of all weight dealt out evenly at each outcome, so that no agent is lost for ever.")
      },
      {additionalProperties: false}
    ),
    sizing: SizingSchema,
    order: Type.Object(
      {
        /** Type of entry orders; whatever makes a position smaller goes to market. */
        type: oneOf(["market", "limit"]),
        limitOffsetBps: Type.Number({description: "limit: how much better than the close the limit price is."}),
        expiresAfterCandles: Type.Number({minimum: 1, multipleOf: 1, description: "limit: candles it may wait."})
      },
      {additionalProperties: false}
    ),
    limits: LimitsSchema
  },
  {additionalProperties: false}
);
export type DecisionConfiguration = Static<typeof DecisionConfigurationSchema>;

export const DEFAULT_DECISION_CONFIGURATION: DecisionConfiguration = {
  minimumEdgeBps: 3,
  exitEdgeBps: 0,
  rebalanceThreshold: 0.25,
  allowShort: false,
  maximumGapShare: 0.5,
  maximumDataAgeCandles: 1,
  stopLoss: null,
  takeProfit: null,
  weights: {learningRate: 0.25, fixedShare: 0.001},
  sizing: {
    method: "fixed-fraction",
    fraction: 0.1,
    reserve: 0.02,
    kellyFraction: 0.25,
    targetVolatility: 0.2,
    maximumFraction: 0.25,
    volatilityCandles: 48,
    scaleByConfidence: false
  },
  order: {type: "market", limitOffsetBps: 2, expiresAfterCandles: 1},
  limits: {
    perPosition: 0.25,
    grossExposure: 1,
    perAsset: null,
    correlationCluster: {maximum: null, threshold: 0.8, candles: 168},
    dailyLoss: null,
    drawdownHalt: {maximum: null, resumeAfterCandles: 0},
    cooldownCandles: 0,
    stopLossGuard: {stops: 0, lookbackCandles: 24, pauseCandles: 12, perInstrument: false},
    lowProfitLock: {trades: 0, lookbackCandles: 168, requiredProfit: 0, pauseCandles: 24}
  }
};
