select g.id, g.series_id as series, i.instrument, s.timeframe,
  epoch_ms(g.first_open_time) as "from", epoch_ms(g.last_open_time) as "to",
  g.missing_candles as "missingCandles", g.reason, epoch_ms(g.found_at) as "foundAt",
  epoch_ms(g.retried_at) as "retriedAt", g.retries, epoch_ms(g.closed_at) as "closedAt"
from market_gaps g
join series s on s.id = g.series_id
join instruments i on i.id = s.instrument_id
where ($1::int is null or g.series_id = $1) and (g.closed_at is null or $2::boolean)
order by i.instrument collate "C", s.timeframe collate "C", g.first_open_time, g.id;
