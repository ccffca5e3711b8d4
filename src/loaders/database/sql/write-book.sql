insert into book_snapshots (instrument_id, time, sequence, recorded_at, bid_prices, bid_amounts, ask_prices, ask_amounts)
values ($1, at_ms($2), $3, at_ms($4), $5, $6, $7, $8)
on conflict (instrument_id, time) do nothing;
