insert into quarantine (series_id, open_time, row_text, reason, digest, origin, found_at)
select $1, at_ms(open_ms), row_text, reason, digest, $6::smallint, at_ms($7)
from unnest($2::float8[], $3::text[], $4::text[], $5::text[]) as given (open_ms, row_text, reason, digest)
on conflict (series_id, digest) do nothing;
