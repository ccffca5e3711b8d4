select epoch_ms(time) as time, first_update as "firstUpdate", last_update as "lastUpdate",
  previous_update as "previousUpdate", epoch_ms(recorded_at) as "recordedAt", bid_prices as "bidPrices",
  bid_amounts as "bidAmounts", ask_prices as "askPrices", ask_amounts as "askAmounts"
from book_changes
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
  and ($4::float8 is null or recorded_at <= at_ms($4))
order by book_changes.time, last_update;
