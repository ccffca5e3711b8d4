insert into predictions (
  session, event_id, agent, agent_version, instrument, timeframe, made_at, horizon_candles, resolves_at,
  probability_up, calibrated_probability_up, expected_return, confidence
)
select $1::int, entry -> 'event' ->> 'id', p.agent, p."agentVersion", p.instrument, p.timeframe, at_ms(p."madeAt"),
  p."horizonCandles", at_ms(p."resolvesAt"), p."probabilityUp", p."calibratedProbabilityUp", p."expectedReturn",
  p.confidence
from jsonb_array_elements($2::jsonb) as entry
cross join lateral jsonb_to_record(entry -> 'event' -> 'payload') as p (
  agent text, "agentVersion" text, instrument text, timeframe text, "madeAt" float8, "horizonCandles" int,
  "resolvesAt" float8, "probabilityUp" float8, "calibratedProbabilityUp" float8, "expectedReturn" float8,
  confidence float8
);
