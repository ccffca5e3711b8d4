insert into equity_marks (session, sequence, close_time, cash, equity, positions_value, exposure, drawdown)
select $1::int, (entry ->> 'sequence')::bigint, at_ms(p."closeTime"), p.cash, p.equity, p."positionsValue", p.exposure,
  p.drawdown
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  "closeTime" float8, cash numeric, equity float8, "positionsValue" float8, exposure float8, drawdown float8
);
