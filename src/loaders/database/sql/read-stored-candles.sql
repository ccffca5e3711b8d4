select c.series_id as "seriesId", c.revision, epoch_ms(c.open_time) as "openTime", c.open, c.high, c.low, c.close,
  c.volume, c.quote_volume as "quoteVolume", c.trade_count as "tradeCount", c.taker_buy_volume as "takerBuyVolume"
from unnest($1::int[], $2::float8[]) as wanted (series_id, open_ms)
join candles c on c.series_id = wanted.series_id and c.open_time = at_ms(wanted.open_ms)
order by c.series_id, c.open_time;
