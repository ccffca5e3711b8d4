insert into open_interest (instrument_id, time, amount, value, recorded_at)
select $1, at_ms(time_ms), amount, value, at_ms(recorded_ms)
from unnest($2::float8[], $3::float8[], $4::float8[], $5::float8[]) as given (time_ms, amount, value, recorded_ms)
on conflict (instrument_id, time) do nothing;
