select epoch_ms(time) as time, sequence, bid, bid_amount as "bidAmount", ask, ask_amount as "askAmount",
  epoch_ms(recorded_at) as "recordedAt"
from best_quotes
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
  and ($4::float8 is null or recorded_at <= at_ms($4))
order by best_quotes.time, sequence;
