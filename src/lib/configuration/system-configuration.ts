/** What the program needs to know that is not a matter of the strategy. Secrets are marked and never printed. */
import Type, {type Static} from "typebox";
import {TIMEFRAMES} from "../vocabulary/timeframe.js";

const closed = {additionalProperties: false};
const NullableText = Type.Union([Type.String(), Type.Null()]);
const Port = Type.Number({minimum: 0, maximum: 65_535, multipleOf: 1});
const NullableDays = Type.Union([Type.Number({exclusiveMinimum: 0}), Type.Null()]);
const Positive = Type.Number({exclusiveMinimum: 0});
const Whole = Type.Number({minimum: 0, multipleOf: 1});

export const ENVIRONMENTS = ["development", "simulation", "production"] as const;

export const SystemConfigurationSchema = Type.Object(
  {
    environment: Type.Enum([...ENVIRONMENTS] as ["development", "simulation", "production"]),
    /** Name of a file in config/strategies. */
    strategy: Type.String({pattern: "^[a-z0-9-]+$"}),
    database: Type.Object({url: NullableText}, closed),
    redis: Type.Object({url: NullableText}, closed),
    http: Type.Object({host: Type.String(), port: Port}, closed),
    collection: Type.Object(
      {
        /** `simulated`, or any exchange that ccxt knows by name. */
        exchange: Type.String({pattern: "^[a-z0-9_-]+$"}),
        symbols: Type.Array(Type.String(), {minItems: 1}),
        timeframe: Type.Enum([...TIMEFRAMES]),
        /** History to have before the daemon starts. */
        historyDays: Positive,
        /** How long a slice waits for late candles before it is completed without them. */
        graceMs: Whole,
        /** Silence on a stream after which it counts as stale. */
        staleAfterMs: Positive
      },
      closed
    ),
    /** Days that rows are kept; null: for ever. Candles, revisions and the journal always stay. */
    retention: Type.Object({tradesDays: NullableDays, booksDays: NullableDays}, closed),
    simulation: Type.Object(
      {
        seed: Whole,
        /** Market seconds per real second. */
        speed: Positive
      },
      closed
    ),
    /** Bounds of real trading, which stays locked without them; paper trading needs none. */
    production: Type.Object(
      {
        /** Quote units. */
        maximumOrderValue: Type.Union([Positive, Type.Null()]),
        /** A UTC day. */
        maximumDailyOrders: Type.Union([Type.Number({minimum: 1, multipleOf: 1}), Type.Null()]),
        longestArmingHours: Type.Number({exclusiveMinimum: 0, maximum: 168})
      },
      closed
    ),
    authentication: Type.Object({sessionHours: Positive, tokenMinutes: Positive}, closed),
    notification: Type.Object(
      {webhookUrl: NullableText, minimumSeverity: Type.Enum(["information", "warning", "critical"])},
      closed
    ),
    logging: Type.Object({level: Type.Enum(["debug", "info", "warn", "error"])}, closed)
  },
  closed
);

export type SystemConfiguration = Static<typeof SystemConfigurationSchema>;

/** Keys whose values are never printed, logged or sent to a page. */
export const SECRET_KEYS: ReadonlySet<string> = new Set(["database.url", "redis.url", "notification.webhookUrl"]);

/** Environment variables that set a key: the part of the user layer that needs no file. */
export const ENVIRONMENT_VARIABLES: Readonly<Record<string, string>> = {
  PAPERTAPE_ENVIRONMENT: "environment",
  PAPERTAPE_STRATEGY: "strategy",
  DATABASE_URL: "database.url",
  REDIS_URL: "redis.url",
  PAPERTAPE_HTTP_HOST: "http.host",
  PAPERTAPE_HTTP_PORT: "http.port",
  PAPERTAPE_EXCHANGE: "collection.exchange",
  PAPERTAPE_HISTORY_DAYS: "collection.historyDays",
  PAPERTAPE_LOG_LEVEL: "logging.level",
  PAPERTAPE_WEBHOOK_URL: "notification.webhookUrl"
};
