-- Tables over time on plain PostgreSQL: range partitions under the same function names as on TimescaleDB.

create table time_tables (
  name text primary key,
  time_column text not null,
  -- One partition a year or a month, in UTC.
  unit text not null check (unit in ('year', 'month')),
  keep interval
);

create function at_ms(ms double precision) returns timestamptz language sql immutable strict parallel safe
as $$ select timestamptz '1970-01-01 00:00:00+00' + ms * interval '1 millisecond' $$;

create function epoch_ms(at timestamptz) returns double precision language sql immutable strict parallel safe
as $$ select (extract(epoch from at) * 1000)::double precision $$;

-- Monday 2000-01-03 as origin: weeks start on Monday, as TimescaleDB's do.
create function time_floor(width interval, at timestamptz) returns timestamptz language sql immutable strict parallel safe
as $$ select date_bin(width, at, timestamptz '2000-01-03 00:00:00+00') $$;

-- Turns an empty plain table into a partitioned one of the same shape.
create function make_time_table(name text, time_column text, unit text) returns void language plpgsql as $$
begin
  execute format('alter table %I rename to %I', name, name || '_plain');
  execute format('create table %I (like %I including all) partition by range (%I)', name, name || '_plain', time_column);
  execute format('drop table %I', name || '_plain');
  insert into time_tables values (name, time_column, unit);
end $$;

-- Call before writing rows between the two times, in a transaction of its own. Returns how many partitions it made.
create function ensure_time_range(name text, first timestamptz, last timestamptz) returns int language plpgsql as $$
declare
  unit text := (select time_tables.unit from time_tables where time_tables.name = ensure_time_range.name);
  part_from timestamp := date_trunc(unit, first at time zone 'UTC');
  part_to timestamp;
  part text;
  made int := 0;
begin
  if unit is null then raise exception '% is not a time table', name; end if;
  while part_from <= last at time zone 'UTC' loop
    part_to := part_from + ('1 ' || unit)::interval;
    part := name || '_' || to_char(part_from, 'YYYYMM');
    if to_regclass(quote_ident(part)) is null then
      perform pg_advisory_xact_lock(hashtext('ensure_time_range'), hashtext(name));
      -- Asked of the catalogue itself: to_regclass may still remember that there was none before we waited.
      if not exists (
        select from pg_class
        where relname = part and relnamespace = (select relnamespace from pg_class where oid = quote_ident(name)::regclass)
      ) then
        -- Made beside the table, then attached: attaching lets readers and writers of other partitions go on.
        execute format('create table %I (like %I including defaults including constraints)', part, name);
        execute format('alter table %I attach partition %I for values from (%L) to (%L)',
          name, part, part_from at time zone 'UTC', part_to at time zone 'UTC');
        made := made + 1;
      end if;
    end if;
    part_from := part_to;
  end loop;
  return made;
end $$;

create function compress_after(name text, segment_by text, order_by text, age interval) returns void language sql
as $$ select $$;

create function keep_for(name text, age interval) returns void language sql
as $$ update time_tables set keep = age where time_tables.name = keep_for.name $$;

-- Whole partitions only: what is dropped is older than `before`, what stays may be up to one unit older.
create function drop_older(name text, before timestamptz) returns int language plpgsql as $$
declare
  part record;
  dropped int := 0;
begin
  for part in
    select child.oid::regclass as name,
      (regexp_match(pg_get_expr(child.relpartbound, child.oid), 'TO \(''([^'']+)''\)'))[1]::timestamptz as ends
    from pg_inherits
    join pg_class child on child.oid = inhrelid
    where inhparent = quote_ident(drop_older.name)::regclass
  loop
    if part.ends <= before then
      execute format('drop table %s', part.name);
      dropped := dropped + 1;
    end if;
  end loop;
  return dropped;
end $$;

create function apply_retention(now timestamptz) returns int language sql
as $$ select coalesce(sum(drop_older(name, now - keep)), 0)::int from time_tables where keep is not null $$;
