-- Entries of one stream carry times in the order of their numbers: to keep what comes after a position is to keep what is
-- as young as the first entry after it.
select bus.trim(
  $1,
  least(
    to_timestamp($2::float8 / 1000),
    (select published_at from bus.entries where stream = $1 and seq > $4::bigint order by seq limit 1)
  ),
  $3
) as removed
