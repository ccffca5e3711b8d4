update production.venue_orders
set state = $4,
    reason = coalesce($5, reason),
    venue_order_id = coalesce($6, venue_order_id),
    filled = coalesce($7, filled),
    updated_at = clock_timestamp()
where session = $1 and exchange = $2 and order_id = $3
