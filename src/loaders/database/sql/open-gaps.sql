-- $1 series; arrays: $2 first and $3 last times, $4 missing candles, $5 reasons; $6 now.
-- A new gap within one that was closed just now is what is left of it: it takes over the known reason.
with given as (
  select at_ms(first_ms) as first_open_time, at_ms(last_ms) as last_open_time, missing_candles, reason
  from unnest($2::float8[], $3::float8[], $4::int[], $5::text[]) as g (first_ms, last_ms, missing_candles, reason)
), closed_now as materialized (
  -- Mostly none: looked for once, not for every given gap.
  select id, reason, first_open_time, last_open_time
  from market_gaps
  where series_id = $1 and closed_at = at_ms($6)
), still_there as (
  update market_gaps g set
    reason = case given.reason when 'unknown' then g.reason else given.reason end
  from given
  where g.series_id = $1 and g.closed_at is null and g.first_open_time = given.first_open_time
  returning g.first_open_time
)
insert into market_gaps (series_id, first_open_time, last_open_time, missing_candles, reason, found_at)
select $1, given.first_open_time, given.last_open_time, given.missing_candles,
  case given.reason when 'unknown' then coalesce(rest.reason, 'unknown') else given.reason end, at_ms($6)
from given
left join lateral (
  select reason
  from closed_now g
  where g.first_open_time <= given.last_open_time and g.last_open_time >= given.first_open_time
  order by g.id
  limit 1
) rest on true
where given.first_open_time not in (select first_open_time from still_there);
