/** The factors that learning agents read unless the configuration names others: one or two of each family. */
export const STANDARD_FACTORS: readonly string[] = [
  "momentum-24",
  "momentum-168",
  "macd-histogram-12-26-9",
  "rsi-14",
  "bollinger-position-20",
  "zscore-48",
  "donchian-position-20",
  "volatility-ratio-6-48",
  "obv-slope-24",
  "vwap-distance-24",
  "volume-zscore-24",
  "btc-return-1",
  "return-1"
];
