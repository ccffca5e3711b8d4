with wanted as (
  select id as instrument_id from instruments where instrument = $1
), made as (
  insert into series (instrument_id, timeframe)
  select instrument_id, $2 from wanted
  -- Not "do nothing": a row that another process has just made must be returned too.
  on conflict (instrument_id, timeframe) do update set timeframe = excluded.timeframe
  returning id
)
select id from made;
