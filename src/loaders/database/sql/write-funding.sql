insert into funding_rates (instrument_id, time, rate, interval_hours, recorded_at)
select $1, at_ms(time_ms), rate, interval_hours, at_ms(recorded_ms)
from unnest($2::float8[], $3::float8[], $4::float8[], $5::float8[]) as given (time_ms, rate, interval_hours, recorded_ms)
on conflict (instrument_id, time) do nothing;
