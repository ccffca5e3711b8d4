insert into production.venue_orders
  (session, exchange, order_id, client_order_id, instrument, symbol, side, amount, wish, state, reason, intended_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
on conflict do nothing
