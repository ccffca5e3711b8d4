select epoch_ms(first_open_time) as "from", epoch_ms(last_open_time) as "to", missing_candles as "missingCandles", reason
from market_gaps
where series_id = $1 and closed_at is null and last_open_time >= at_ms($2) and first_open_time < at_ms($3)
order by first_open_time;
