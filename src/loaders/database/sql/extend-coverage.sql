update series set
  candles = candles + given.inserted,
  first_open_time = least(first_open_time, at_ms(given.first_ms)),
  last_open_time = greatest(last_open_time, at_ms(given.last_ms))
from unnest($1::int[], $2::bigint[], $3::float8[], $4::float8[]) as given (series_id, inserted, first_ms, last_ms)
where series.id = given.series_id;
