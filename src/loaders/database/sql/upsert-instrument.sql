insert into instruments (
  instrument, exchange, symbol, base, quote, kind, price_increment, amount_increment, minimum_amount, minimum_notional,
  maker_fee, taker_fee, is_simulated
)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
on conflict (instrument) do update set
  base = excluded.base, quote = excluded.quote, kind = excluded.kind,
  price_increment = excluded.price_increment, amount_increment = excluded.amount_increment,
  minimum_amount = excluded.minimum_amount, minimum_notional = excluded.minimum_notional,
  maker_fee = excluded.maker_fee, taker_fee = excluded.taker_fee, is_simulated = excluded.is_simulated,
  updated_at = clock_timestamp()
returning id;
