insert into decisions (
  session, sequence, event_id, strategy, instrument, timeframe, close_time, is_raised, reason, side, amount,
  position_amount, target_amount, reference_price, probability_up, edge_bps, confidence, rationale
)
select $1::int, (entry ->> 'sequence')::bigint, entry -> 'event' ->> 'id', p.strategy, p.instrument, p.timeframe,
  at_ms(p."closeTime"), entry -> 'event' ->> 'fact' = 'TradeSignalRaised', p.reason, p.side, p.amount,
  p."positionAmount", p."targetAmount", p."referencePrice", p."probabilityUp", p."edgeBps", p.confidence, p.rationale
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  strategy text, instrument text, timeframe text, "closeTime" float8, reason text, side text, amount numeric,
  "positionAmount" numeric, "targetAmount" numeric, "referencePrice" float8, "probabilityUp" float8, "edgeBps" float8,
  confidence float8, rationale text
);
