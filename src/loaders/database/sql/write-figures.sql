insert into figures (source, subject, figure, time, value, recorded_at)
select $1, subject, figure, at_ms(time_ms), value, at_ms($6)
from unnest($2::text[], $3::text[], $4::float8[], $5::float8[]) as given (subject, figure, time_ms, value)
on conflict (source, subject, figure, time) do nothing;
