-- $1 series, $2 and $3 the range [from, to), $4 and $5 first and last times of the gaps that are there, $6 now.
update market_gaps g set closed_at = at_ms($6)
where g.series_id = $1 and g.closed_at is null
  and g.last_open_time >= at_ms($2) and g.first_open_time < at_ms($3)
  and not exists (
    select from unnest($4::float8[], $5::float8[]) as still (first_ms, last_ms)
    where at_ms(first_ms) = g.first_open_time and at_ms(last_ms) = g.last_open_time
  );
