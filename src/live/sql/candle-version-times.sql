-- Moments from which on a range of candles ($2 to $3, open times) was known as it then was, newest first.
select epoch_ms(recorded_at) as at
from candles
where series_id = $1 and open_time >= at_ms($2) and open_time <= at_ms($3)
union
select epoch_ms(recorded_at)
from candle_revisions
where series_id = $1 and open_time >= at_ms($2) and open_time <= at_ms($3)
order by at desc
limit $4
