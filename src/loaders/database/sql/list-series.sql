select s.id, i.instrument, s.timeframe, i.is_simulated, s.candles,
  epoch_ms(s.first_open_time) as first_open_time, epoch_ms(s.last_open_time) as last_open_time,
  coalesce(gaps.open_gaps, 0) as open_gaps, coalesce(gaps.missing_candles, 0) as missing_candles,
  (select count(*) from quarantine q where q.series_id = s.id) as quarantined_rows
from series s
join instruments i on i.id = s.instrument_id
left join (
  select series_id, count(*) as open_gaps, sum(missing_candles) as missing_candles
  from market_gaps
  where closed_at is null
  group by series_id
) gaps on gaps.series_id = s.id
where ($1::text[] is null or i.instrument = any ($1)) and ($2::text[] is null or s.timeframe = any ($2))
order by i.instrument collate "C";
