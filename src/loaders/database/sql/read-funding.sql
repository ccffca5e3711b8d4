select epoch_ms(time) as time, rate, interval_hours as "intervalHours", epoch_ms(recorded_at) as "recordedAt"
from funding_rates
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
  and ($4::float8 is null or recorded_at <= at_ms($4))
order by funding_rates.time;
