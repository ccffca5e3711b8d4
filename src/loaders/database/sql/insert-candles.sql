-- Parameters as in revise-candles.sql.
insert into candles (
  series_id, open_time, open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume, recorded_at,
  revision, origin
)
select series_id, at_ms(open_ms), open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume,
  at_ms(recorded_ms), 0, $12::smallint
from unnest(
  $1::int[], $2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
  $9::int[], $10::float8[], $11::float8[]
) as given (series_id, open_ms, open, high, low, close, volume, quote_volume, trade_count, taker_buy_volume, recorded_ms);
