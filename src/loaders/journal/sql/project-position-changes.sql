insert into position_changes (session, sequence, time, instrument, amount, average_price, realized_profit, cash)
select $1::int, (entry ->> 'sequence')::bigint, at_ms((entry -> 'event' ->> 'occurredAt')::float8), p.instrument,
  p.amount, p."averagePrice", p."realizedProfit", p.cash
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  instrument text, amount numeric, "averagePrice" numeric, "realizedProfit" numeric, cash numeric
);
