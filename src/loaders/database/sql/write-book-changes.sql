-- $1 instrument, $2 list of changes. Messages of one time and number are one.
insert into book_changes (
  instrument_id, time, first_update, last_update, previous_update, recorded_at, bid_prices, bid_amounts, ask_prices,
  ask_amounts
)
select $1, at_ms(time), first_update, last_update, previous_update, at_ms(recorded_at), bid_prices, bid_amounts,
  ask_prices, ask_amounts
from json_to_recordset($2) as given (
  time float8, first_update float8, last_update float8, previous_update float8, recorded_at float8,
  bid_prices float8[], bid_amounts float8[], ask_prices float8[], ask_amounts float8[]
)
on conflict (instrument_id, time, last_update) do nothing;
