insert into best_quotes (instrument_id, time, sequence, bid, bid_amount, ask, ask_amount, recorded_at)
select $1, at_ms(time_ms), sequence, bid, bid_amount, ask, ask_amount, at_ms(recorded_ms)
from unnest($2::float8[], $3::float8[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
  as given (time_ms, sequence, bid, bid_amount, ask, ask_amount, recorded_ms)
on conflict (instrument_id, time, sequence) do nothing;
