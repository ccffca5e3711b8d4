-- The first and the last row of each kind: both come from the index.
select i.instrument, flows.kind, epoch_ms(first) as first, epoch_ms(last) as last
from instruments i
cross join lateral (
  select 'trades' as kind, min(time) as first, max(time) as last from trades
  where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
    and ($4::float8 is null or recorded_at <= at_ms($4))
  union all
  select 'funding', min(time), max(time) from funding_rates
  where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
    and ($4::float8 is null or recorded_at <= at_ms($4))
  union all
  select 'books', min(time), max(time) from book_snapshots
  where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
    and ($4::float8 is null or recorded_at <= at_ms($4))
  union all
  select 'bookChanges', min(time), max(time) from book_changes
  where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
    and ($4::float8 is null or recorded_at <= at_ms($4))
  union all
  select 'quotes', min(time), max(time) from best_quotes
  where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
    and ($4::float8 is null or recorded_at <= at_ms($4))
  union all
  select 'figures', min(time), max(time) from (
    select time from open_interest
    where instrument_id = i.id and time >= at_ms($2) and time < at_ms($3)
      and ($4::float8 is null or recorded_at <= at_ms($4))
    union all
    select time from figures
    where source = i.exchange and subject = any (array[i.symbol, replace(split_part(i.symbol, ':', 1), '/', '')])
      and figure = any ($5) and time >= at_ms($2) and time < at_ms($3)
      and ($4::float8 is null or recorded_at <= at_ms($4))
  ) told
) flows
where i.instrument = any ($1) and first is not null
order by i.instrument collate "C", flows.kind;
