select epoch_ms(time) as time, rate, interval_hours as "intervalHours", epoch_ms(recorded_at) as "recordedAt"
from funding_rates
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
order by funding_rates.time;
