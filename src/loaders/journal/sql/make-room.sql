select ensure_time_range(name, at_ms(from_ms), at_ms(to_ms))
from unnest($1::text[], $2::float8[], $3::float8[]) as span (name, from_ms, to_ms);
