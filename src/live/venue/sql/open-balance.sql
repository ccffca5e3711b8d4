insert into production.venue_openings (session, exchange, asset, amount)
values ($1, $2, $3, $4)
on conflict do nothing
