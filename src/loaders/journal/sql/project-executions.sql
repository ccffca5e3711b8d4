insert into executions (
  session, sequence, time, fact, event_id, order_id, signal, instrument, side, order_type, amount, price, fee,
  fee_currency, liquidity, remaining, reference_price, reason
)
select $1::int, (entry ->> 'sequence')::bigint, at_ms((entry -> 'event' ->> 'occurredAt')::float8),
  entry -> 'event' ->> 'fact', entry -> 'event' ->> 'id', p."orderId", p.signal, p.instrument, p.side, p."orderType",
  p.amount, coalesce(p.price, p."limitPrice"), p.fee, p."feeCurrency", p.liquidity, p.remaining, p."referencePrice",
  coalesce(p.reason, p.code)
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  "orderId" text, signal text, instrument text, side text, "orderType" text, amount numeric, price numeric,
  "limitPrice" numeric, fee numeric, "feeCurrency" text, liquidity text, remaining numeric, "referencePrice" float8,
  reason text, code text
);
