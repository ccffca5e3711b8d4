-- Open interest, and figures that were imported under the venue's name and the instrument's symbol, BTC/USDT or BTCUSDT.
select epoch_ms(told.time) as time, told.figure, told.value
from instruments i
cross join lateral (
  select time, 'open-interest' as figure, amount as value, recorded_at from open_interest where instrument_id = i.id
  union all
  select time, 'open-interest-value', value, recorded_at from open_interest
  where instrument_id = i.id and value is not null
  union all
  select time, replace(figure, '_', '-'), value, recorded_at from figures
  where source = i.exchange and subject = any (array[i.symbol, replace(split_part(i.symbol, ':', 1), '/', '')])
    and figure = any ($5)
) told
where i.id = $1 and told.time >= at_ms($2) and told.time < at_ms($3)
  and ($4::float8 is null or told.recorded_at <= at_ms($4))
order by told.time, told.figure collate "C";
