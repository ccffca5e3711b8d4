-- $1..$10 arrays: series, openTime, open, high, low, close, volume, quoteVolume, tradeCount, takerBuyVolume;
-- $11 recordedAt of each; $12 origin of all. Keeps the stored version, then puts the new one in its place.
with incoming as (
  select series_id, at_ms(open_ms) as open_time, open, high, low, close, volume, quote_volume, trade_count,
    taker_buy_volume, at_ms(recorded_ms) as recorded_at
  from unnest(
    $1::int[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
    $9::int[], $10::float8[], $11::float8[]
  ) as given (series_id, open_ms, open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume, recorded_ms)
), kept as (
  insert into candle_revisions (
    series_id, open_time, revision, open, high, low, close, volume, quote_volume, taker_buy_volume, trade_count,
    recorded_at, superseded_at, origin
  )
  select c.series_id, c.open_time, c.revision, c.open, c.high, c.low, c.close, c.volume, c.quote_volume,
    c.taker_buy_volume, c.trade_count, c.recorded_at, incoming.recorded_at, c.origin
  from incoming
  join candles c on c.series_id = incoming.series_id and c.open_time = incoming.open_time
)
update candles c set
  open = incoming.open, high = incoming.high, low = incoming.low, close = incoming.close, volume = incoming.volume,
  quote_volume = incoming.quote_volume, trade_count = incoming.trade_count,
  taker_buy_volume = incoming.taker_buy_volume, recorded_at = incoming.recorded_at,
  revision = (c.revision + 1)::smallint, origin = $12::smallint
from incoming
where c.series_id = incoming.series_id and c.open_time = incoming.open_time;
