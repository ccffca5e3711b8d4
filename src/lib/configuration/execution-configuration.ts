/** The `execution` block of a strategy's YAML: by which rules, from which data and at what cost its orders are filled. */
import Type, {type Static} from "typebox";
import {EXECUTION_RULE_SETS, type ExecutionRules, FILL_SOURCES} from "../virtual-trading/execution-rules.js";
import {IMPACT_MODELS} from "../virtual-trading/models/market-impact.js";
import {TIMEFRAMES} from "../vocabulary/timeframe.js";

const closed = {additionalProperties: false};
const orNull = <T extends ReturnType<typeof Type.Number>>(schema: T) => Type.Union([schema, Type.Null()]);
const Distance = (description: string) => Type.Union([Type.Number({exclusiveMinimum: 0}), Type.Null()], {description});

const ExitsSchema = Type.Object(
  {
    stopLoss: Type.Union([Type.Number({exclusiveMinimum: 0, exclusiveMaximum: 1}), Type.Null()], {
      description: "Stop-market order this fraction beyond the entry's average price."
    }),
    takeProfit: Distance("Limit order this fraction on the winning side of the entry's average price."),
    trailingStop: Type.Union([Type.Number({exclusiveMinimum: 0, exclusiveMaximum: 1}), Type.Null()], {
      description: "Stop-market order that follows the best price at this fraction of it."
    })
  },
  closed
);

const MarginSchema = Type.Object(
  {
    leverage: Type.Number({
      minimum: 1,
      description: "Largest gross value of positions over equity when one is opened."
    }),
    maintenance: Type.Number({
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      description: "Share of the positions' value below which equity means liquidation."
    }),
    liquidationFee: Type.Number({minimum: 0, maximum: 1, description: "Fraction of the closed value, beside the fee."})
  },
  closed
);

const RiskSchema = Type.Object(
  {
    maxOrderNotional: orNull(Type.Number({exclusiveMinimum: 0})),
    /** Fraction of the last price. */
    priceBand: orNull(Type.Number({exclusiveMinimum: 0})),
    orderRate: Type.Union([
      Type.Object(
        {count: Type.Number({minimum: 1, multipleOf: 1}), windowMs: Type.Number({minimum: 1, multipleOf: 1})},
        closed
      ),
      Type.Null()
    ]),
    staleAfterMs: orNull(Type.Number({minimum: 0}))
  },
  closed
);

const FeeTierSchema = Type.Object(
  {fromVolume: Type.Number({minimum: 0}), maker: Type.Number(), taker: Type.Number()},
  closed
);

export const ExecutionConfigurationSchema = Type.Object(
  {
    /** Rule set by which orders are filled; a result says which. */
    rules: Type.Enum([...EXECUTION_RULE_SETS]),
    /** What orders are matched against; the tape has to carry it. */
    fills: Type.Enum([...FILL_SOURCES]),
    /** Shorter candles on the tape that decide the path inside the strategy's own; null assumes one. */
    finerTimeframe: Type.Union([Type.Enum([...TIMEFRAMES]), Type.Null()]),
    /** Order of prices inside a candle: the nearer extreme first, the worse one, high first, or low first. */
    candlePath: Type.Enum(["adaptive", "pessimistic", "ohlc", "olhc"]),
    /** Whether a price equal to a resting limit fills it; else it has to be passed. */
    limitOnTouch: Type.Boolean(),
    /** Half of it is paid on each side. */
    spreadBps: Type.Number({minimum: 0}),
    /** By which market and stop fills are worse than the candle's price. */
    slippageBps: Type.Number({minimum: 0}),
    /** What an order itself moves the price by, on top of spread and slippage. */
    impact: Type.Object({model: Type.Enum([...IMPACT_MODELS]), coefficient: Type.Number({minimum: 0})}, closed),
    /** From decision to the venue. Above 0 an order misses the open of the next candle. */
    latencyMs: Type.Number({minimum: 0, multipleOf: 1}),
    /** Largest share of a candle's volume that orders take; null has no limit. */
    volumeLimit: Type.Union([Type.Number({exclusiveMinimum: 0, maximum: 1}), Type.Null()]),
    /** Fees by the value traded in 30 days; null has the instrument's own. */
    feeTiers: Type.Union([Type.Array(FeeTierSchema, {minItems: 1}), Type.Null()]),
    /** Orders that go with every entry; a null distance is no order. */
    exits: ExitsSchema,
    /** Perpetuals only. */
    margin: MarginSchema,
    /** What the broker refuses before it sends an order; null has no limit. */
    risk: RiskSchema
  },
  closed
);

export type ExecutionConfiguration = Static<typeof ExecutionConfigurationSchema>;

export const DEFAULT_EXECUTION: ExecutionConfiguration & ExecutionRules = {
  rules: "papertape-1",
  fills: "candles",
  finerTimeframe: null,
  candlePath: "adaptive",
  limitOnTouch: false,
  spreadBps: 1,
  slippageBps: 1,
  impact: {model: "none", coefficient: 0.7},
  latencyMs: 0,
  volumeLimit: 0.1,
  feeTiers: null,
  exits: {stopLoss: null, takeProfit: null, trailingStop: null},
  margin: {leverage: 1, maintenance: 0.005, liquidationFee: 0.005},
  risk: {maxOrderNotional: null, priceBand: null, orderRate: null, staleAfterMs: null}
};
