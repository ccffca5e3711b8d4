-- Daily figures of every series: a table that `refresh_daily_candles` fills, and the days after it worked out on reading.

create table daily_candles_kept (
  series_id int not null,
  day timestamptz not null,
  candles bigint not null,
  open double precision not null,
  high double precision not null,
  low double precision not null,
  close double precision not null,
  volume double precision not null,
  primary key (series_id, day)
);

-- Days before this are read from the table.
create table daily_candles_watermark (
  only_row boolean primary key default true check (only_row),
  day timestamptz not null
);
insert into daily_candles_watermark (day) values ('-infinity');

create function daily_candles_between(first timestamptz, before timestamptz) returns setof daily_candles_kept
language sql stable as $$
  select series_id, time_floor('1 day', open_time), count(*),
    (array_agg(open order by open_time))[1], max(high), min(low), (array_agg(close order by open_time desc))[1], sum(volume)
  from candles
  where open_time >= first and open_time < before
  group by 1, 2
$$;

create view daily_candles as
  select * from daily_candles_kept where day < (select day from daily_candles_watermark)
  union all
  select * from daily_candles_between((select day from daily_candles_watermark), 'infinity');

-- Whole days from the day of `first` to before the day of `before`; null is the beginning, or the end.
create procedure refresh_daily_candles(first timestamptz, before timestamptz) language plpgsql as $$
declare
  from_day timestamptz := coalesce(time_floor('1 day', first), '-infinity');
  to_day timestamptz := time_floor('1 day', coalesce(before, (select max(last_open_time) + interval '1 day' from series)));
begin
  if to_day is null then return; end if;
  delete from daily_candles_kept where day >= from_day and day < to_day;
  insert into daily_candles_kept select * from daily_candles_between(from_day, to_day);
  -- The watermark moves only over days that have been worked out.
  update daily_candles_watermark set day = to_day
  where day < to_day and (day >= from_day or not exists (
    select from series where first_open_time < from_day and last_open_time >= daily_candles_watermark.day
  ));
end $$;
