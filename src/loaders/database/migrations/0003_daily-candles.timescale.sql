-- Daily figures of every series: a continuous aggregate, with the days after it worked out on reading.

create materialized view daily_candles with (timescaledb.continuous, timescaledb.materialized_only = false) as
  select series_id, time_bucket('1 day', open_time) as day, count(*) as candles,
    first(open, open_time) as open, max(high) as high, min(low) as low, last(close, open_time) as close,
    sum(volume) as volume
  from candles
  group by 1, 2
with no data;

select add_continuous_aggregate_policy(
  'daily_candles', start_offset => null, end_offset => interval '1 day', schedule_interval => interval '1 hour'
);

-- Whole days from the day of `first` to before the day of `before`; null is the beginning, or the end.
create procedure refresh_daily_candles(first timestamptz, before timestamptz) language plpgsql as $$
begin
  call refresh_continuous_aggregate('daily_candles', time_floor('1 day', first), time_floor('1 day', before));
end $$;
