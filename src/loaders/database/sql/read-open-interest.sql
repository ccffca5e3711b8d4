select epoch_ms(time) as time, amount, value, epoch_ms(recorded_at) as "recordedAt"
from open_interest
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
order by open_interest.time;
