insert into trades (instrument_id, time, trade_id, price, amount, taker_side, recorded_at)
select $1, at_ms(time_ms), trade_id, price, amount, taker_side, at_ms(recorded_ms)
from unnest($2::float8[], $3::text[], $4::float8[], $5::float8[], $6::smallint[], $7::float8[])
  as given (time_ms, trade_id, price, amount, taker_side, recorded_ms)
on conflict (instrument_id, time, trade_id) do nothing;
