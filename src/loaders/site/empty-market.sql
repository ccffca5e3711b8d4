-- The tables of a snapshot without a row: what the pages show before the first `papertape snapshot`.
CREATE TABLE site.candles (
  instrument VARCHAR, timeframe VARCHAR, open_time TIMESTAMP, open_time_ms DOUBLE,
  open DOUBLE, high DOUBLE, low DOUBLE, close DOUBLE,
  volume DOUBLE, quote_volume DOUBLE, trade_count DOUBLE, taker_buy_volume DOUBLE
);
CREATE TABLE site.instruments (instrument VARCHAR);
CREATE TABLE site.gaps (
  instrument VARCHAR, timeframe VARCHAR, from_time TIMESTAMP, to_time TIMESTAMP, missing_candles DOUBLE, reason VARCHAR
);
CREATE TABLE site.quality (instrument VARCHAR, timeframe VARCHAR, finding VARCHAR, rows DOUBLE);
