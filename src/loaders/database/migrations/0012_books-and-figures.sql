-- What archives hold beside candles, trades, funding and whole books.

-- One message of changes to a book: an amount of 0 takes a price away.
create table book_changes (
  time timestamptz not null,
  -- Ids of the first and last change in it; the id before it where the venue says, to see what is missing.
  first_update double precision,
  last_update double precision not null,
  previous_update double precision,
  recorded_at timestamptz not null,
  instrument_id int not null,
  bid_prices double precision[] not null,
  bid_amounts double precision[] not null,
  ask_prices double precision[] not null,
  ask_amounts double precision[] not null,
  primary key (instrument_id, time, last_update)
);
select make_time_table('book_changes', 'time', 'month');
select compress_after('book_changes', 'instrument_id', 'time, last_update', interval '7 days');

-- Best bid and ask as they changed. A null side was empty.
create table best_quotes (
  time timestamptz not null,
  -- The venue's own number; 0 where it gives none.
  sequence double precision not null,
  bid double precision,
  bid_amount double precision,
  ask double precision,
  ask_amount double precision,
  recorded_at timestamptz not null,
  instrument_id int not null,
  primary key (instrument_id, time, sequence)
);
select make_time_table('best_quotes', 'time', 'month');
select compress_after('best_quotes', 'instrument_id', 'time, sequence', interval '7 days');

-- Named figures that belong to no instrument: market capitalisations, hash rates, moods.
create table figures (
  -- Whose figure it is, of what, and which: coingecko, bitcoin, market_cap.
  source text not null,
  subject text not null,
  figure text not null,
  time timestamptz not null,
  value double precision not null,
  recorded_at timestamptz not null,
  primary key (source, subject, figure, time)
);
