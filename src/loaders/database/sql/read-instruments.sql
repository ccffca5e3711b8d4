select exchange, symbol, base, quote, kind, price_increment, amount_increment, minimum_amount, minimum_notional,
  maker_fee, taker_fee, is_simulated
from instruments
where $1::text[] is null or instrument = any ($1)
order by instrument collate "C";
