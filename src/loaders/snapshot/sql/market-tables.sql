-- Times are TIMESTAMP in UTC for people, and epoch milliseconds as DOUBLE for programs: a browser reads both offline.
create table market.candles (
  instrument varchar not null,
  timeframe varchar not null,
  open_time timestamp not null,
  open_time_ms double not null,
  open double not null,
  high double not null,
  low double not null,
  close double not null,
  volume double not null,
  quote_volume double,
  trade_count double,
  taker_buy_volume double
);
create table market.instruments (
  instrument varchar not null,
  exchange varchar not null,
  symbol varchar not null,
  base varchar not null,
  quote varchar not null,
  kind varchar not null,
  price_increment varchar not null,
  amount_increment varchar not null,
  minimum_amount varchar not null,
  minimum_notional varchar not null,
  maker_fee double not null,
  taker_fee double not null,
  is_simulated boolean not null
);
create table market.gaps (
  instrument varchar not null,
  timeframe varchar not null,
  from_time timestamp not null,
  to_time timestamp not null,
  from_time_ms double not null,
  to_time_ms double not null,
  missing_candles integer not null,
  reason varchar not null
);
create table market.quality (
  instrument varchar not null,
  timeframe varchar not null,
  is_simulated boolean not null,
  candles integer not null,
  first_open_time_ms double,
  last_open_time_ms double,
  gaps integer not null,
  missing_candles integer not null,
  zero_volume_candles integer not null,
  quarantined_rows integer not null
);
-- Candles on their way in.
create table staged (
  open_time_ms double,
  open double,
  high double,
  low double,
  close double,
  volume double,
  quote_volume double,
  trade_count double,
  taker_buy_volume double
);
create table staged_other as from staged;
