-- What the market did, point in time: every row knows when the market made it and when we first could use it.

create table instruments (
  id int generated always as identity primary key,
  -- <symbol>@<exchange>, e.g. BTC/USDT@binance.
  instrument text not null unique,
  exchange text not null,
  symbol text not null,
  base text not null,
  quote text not null,
  kind text not null check (kind in ('spot', 'perpetual')),
  -- Exact decimal text: orders must keep to it to the last digit.
  price_increment text not null,
  amount_increment text not null,
  minimum_amount text not null,
  minimum_notional text not null,
  -- Fractions: 0.001 is 0.1 %.
  maker_fee double precision not null,
  taker_fee double precision not null,
  is_simulated boolean not null,
  updated_at timestamptz not null default clock_timestamp()
);

create table series (
  id int generated always as identity primary key,
  instrument_id int not null references instruments,
  timeframe text not null,
  -- Kept by the writers of candles, in the same transaction.
  candles bigint not null default 0,
  first_open_time timestamptz,
  last_open_time timestamptz,
  unique (instrument_id, timeframe)
);

create table origins (
  id smallint primary key,
  origin text not null unique
);
insert into origins values (0, 'simulated'), (1, 'exchange'), (2, 'archive');

-- Eight-byte columns first: no padding.
create table candles (
  open_time timestamptz not null,
  open double precision not null,
  high double precision not null,
  low double precision not null,
  close double precision not null,
  volume double precision not null,
  quote_volume double precision,
  taker_buy_volume double precision,
  -- When this version of the candle could first be used.
  recorded_at timestamptz not null,
  series_id int not null,
  trade_count int,
  revision smallint not null default 0,
  origin smallint not null,
  primary key (series_id, open_time)
);
select make_time_table('candles', 'open_time', 'year');
select compress_after('candles', 'series_id', 'open_time', interval '90 days');

-- The versions that later ones replaced: what was known before `superseded_at`.
create table candle_revisions (
  series_id int not null references series,
  open_time timestamptz not null,
  revision smallint not null,
  open double precision not null,
  high double precision not null,
  low double precision not null,
  close double precision not null,
  volume double precision not null,
  quote_volume double precision,
  taker_buy_volume double precision,
  trade_count int,
  recorded_at timestamptz not null,
  superseded_at timestamptz not null,
  origin smallint not null references origins,
  primary key (series_id, open_time, revision)
);

-- The candles as they were known at a time: the newest version recorded by then; none recorded later.
create function candles_known_at(of_series int, first timestamptz, before timestamptz, known_at timestamptz)
returns table (
  open_time timestamptz, open double precision, high double precision, low double precision, close double precision,
  volume double precision, quote_volume double precision, trade_count int, taker_buy_volume double precision,
  revision smallint
) language sql stable as $$
  select c.open_time, c.open, c.high, c.low, c.close, c.volume, c.quote_volume, c.trade_count, c.taker_buy_volume, c.revision
  from candles c
  where c.series_id = of_series and c.open_time >= first and c.open_time < before and c.recorded_at <= known_at
  union all
  select r.open_time, r.open, r.high, r.low, r.close, r.volume, r.quote_volume, r.trade_count, r.taker_buy_volume, r.revision
  from candle_revisions r
  where r.series_id = of_series and r.open_time >= first and r.open_time < before
    and r.recorded_at <= known_at and r.superseded_at > known_at
$$;

create table market_gaps (
  id bigint generated always as identity primary key,
  series_id int not null references series,
  first_open_time timestamptz not null,
  last_open_time timestamptz not null,
  missing_candles int not null check (missing_candles > 0),
  reason text not null,
  found_at timestamptz not null,
  retried_at timestamptz,
  retries int not null default 0,
  -- Null while the candles are missing.
  closed_at timestamptz
);
create unique index market_gaps_open on market_gaps (series_id, first_open_time) where closed_at is null;

-- Rows that were refused at the door, as they came.
create table quarantine (
  id bigint generated always as identity primary key,
  series_id int not null references series,
  -- Null when the row did not even have a time.
  open_time timestamptz,
  row_text text not null,
  reason text not null,
  origin smallint not null references origins,
  found_at timestamptz not null,
  -- The same row refused again for the same reason is one row.
  digest text not null,
  unique (series_id, digest)
);

-- How far long loads have come.
create table load_progress (
  job text not null,
  part text not null,
  -- The job's own: where to go on.
  position jsonb not null,
  loaded_rows bigint not null default 0,
  is_done boolean not null default false,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (job, part)
);

create table trades (
  time timestamptz not null,
  price double precision not null,
  amount double precision not null,
  recorded_at timestamptz not null,
  instrument_id int not null,
  -- 1 bought, -1 sold, null where the exchange does not say.
  taker_side smallint,
  trade_id text not null,
  primary key (instrument_id, time, trade_id)
);
select make_time_table('trades', 'time', 'month');
select compress_after('trades', 'instrument_id', 'time, trade_id', interval '7 days');

create table funding_rates (
  instrument_id int not null references instruments,
  time timestamptz not null,
  -- Fraction of the position's value per interval.
  rate double precision not null,
  interval_hours double precision not null,
  recorded_at timestamptz not null,
  primary key (instrument_id, time)
);

create table open_interest (
  instrument_id int not null references instruments,
  time timestamptz not null,
  -- Base units, and quote units where the exchange says.
  amount double precision not null,
  value double precision,
  recorded_at timestamptz not null,
  primary key (instrument_id, time)
);

create table book_snapshots (
  time timestamptz not null,
  sequence double precision,
  recorded_at timestamptz not null,
  instrument_id int not null,
  -- Best first.
  bid_prices double precision[] not null,
  bid_amounts double precision[] not null,
  ask_prices double precision[] not null,
  ask_amounts double precision[] not null,
  primary key (instrument_id, time)
);
select make_time_table('book_snapshots', 'time', 'month');
select compress_after('book_snapshots', 'instrument_id', 'time', interval '7 days');
