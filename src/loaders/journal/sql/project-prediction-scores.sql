insert into prediction_scores (
  session, event_id, prediction, agent, instrument, timeframe, made_at, resolved_at, outcome_return, brier, log_loss
)
select $1::int, entry -> 'event' ->> 'id', p.prediction, p.agent, p.instrument, p.timeframe, at_ms(p."madeAt"),
  at_ms(p."resolvedAt"), p."outcomeReturn", p.brier, p."logLoss"
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  prediction text, agent text, instrument text, timeframe text, "madeAt" float8, "resolvedAt" float8,
  "outcomeReturn" float8, brier float8, "logLoss" float8
);
