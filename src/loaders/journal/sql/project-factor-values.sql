insert into factor_values (session, event_id, instrument, timeframe, close_time, factors, values)
select $1::int, entry -> 'event' ->> 'id', p.instrument, p.timeframe, at_ms(p."closeTime"), p.factors, p.values
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  instrument text, timeframe text, "closeTime" float8, factors text[], values float8[]
);
