insert into production.venue_fills
  (exchange, symbol, trade_id, session, client_order_id, side, price, amount, fee, fee_asset, at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict do nothing
