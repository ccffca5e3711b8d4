-- Tables over time on TimescaleDB: hypertables under the same function names as on plain PostgreSQL.

create table time_tables (
  name text primary key,
  time_column text not null,
  -- How long a chunk is: a year's tables take 30 days, a month's take one.
  unit text not null check (unit in ('year', 'month')),
  keep interval
);

create function at_ms(ms double precision) returns timestamptz language sql immutable strict parallel safe
as $$ select timestamptz '1970-01-01 00:00:00+00' + ms * interval '1 millisecond' $$;

create function epoch_ms(at timestamptz) returns double precision language sql immutable strict parallel safe
as $$ select (extract(epoch from at) * 1000)::double precision $$;

create function time_floor(width interval, at timestamptz) returns timestamptz language sql immutable strict parallel safe
as $$ select time_bucket(width, at, timestamptz '2000-01-03 00:00:00+00') $$;

create function make_time_table(name text, time_column text, unit text) returns void language plpgsql as $$
begin
  perform create_hypertable(
    quote_ident(name)::regclass,
    by_range(time_column, case unit when 'year' then interval '30 days' else interval '1 day' end),
    create_default_indexes => false
  );
  insert into time_tables values (name, time_column, unit);
end $$;

-- Chunks make themselves.
create function ensure_time_range(name text, first timestamptz, last timestamptz) returns int language sql
as $$ select 0 $$;

create function compress_after(name text, segment_by text, order_by text, age interval) returns void language plpgsql as $$
begin
  execute format(
    'alter table %I set (timescaledb.compress, timescaledb.compress_segmentby = %L, timescaledb.compress_orderby = %L)',
    name, segment_by, order_by
  );
  perform add_compression_policy(quote_ident(name)::regclass, age, if_not_exists => true);
end $$;

-- Not a retention policy: `apply_retention` does the same on both flavours, at a time that the caller names.
create function keep_for(name text, age interval) returns void language sql
as $$ update time_tables set keep = age where time_tables.name = keep_for.name $$;

create function drop_older(name text, before timestamptz) returns int language sql
as $$ select count(*)::int from drop_chunks(quote_ident(name)::regclass, before) $$;

create function apply_retention(now timestamptz) returns int language sql
as $$ select coalesce(sum(drop_older(name, now - keep)), 0)::int from time_tables where keep is not null $$;
