-- The event bus of installations without Redis. A stream's row is locked while events are appended, so that entries
-- become visible in the order of their numbers and a reader never passes over one that commits late.

create schema bus;

create table bus.streams (
  stream text primary key,
  last_seq bigint not null default 0
) with (fillfactor = 50);

create table bus.entries (
  stream text not null,
  seq bigint not null,
  published_at timestamptz not null,
  event text not null,
  primary key (stream, seq)
);

-- Ids outlive their entries, so that an event published again after a trim is still recognised.
create table bus.recent_ids (
  stream text not null,
  event_id text not null,
  published_at timestamptz not null,
  primary key (stream, event_id)
);
create index recent_ids_published_at on bus.recent_ids using brin (published_at);

create table bus.groups (
  stream text not null,
  group_name text not null,
  delivered_seq bigint not null,
  primary key (stream, group_name)
) with (fillfactor = 50);

-- One row a batch handed out and not acknowledged.
create table bus.deliveries (
  stream text not null,
  group_name text not null,
  first_seq bigint not null,
  last_seq bigint not null,
  consumer text not null,
  renewed_at timestamptz not null,
  primary key (stream, group_name, first_seq),
  foreign key (stream, group_name) references bus.groups on delete cascade
) with (fillfactor = 50);

-- Appends the events whose ids are new, in order; one flag an event: false where its id was known.
create function bus.append(p_stream text, p_ids text[], p_events text[]) returns boolean[]
language plpgsql as $$
declare
  v_last bigint;
  v_now timestamptz;
  v_fresh boolean[];
  v_count int;
begin
  insert into bus.streams (stream) values (p_stream) on conflict do nothing;
  select last_seq into v_last from bus.streams where stream = p_stream for update;
  -- After the lock: entries of one stream carry times in the order of their numbers.
  v_now := clock_timestamp();
  with incoming as (
    select id, n, row_number() over (partition by id order by n) as occurrence
    from unnest(p_ids) with ordinality as ids (id, n)
  ), fresh as (
    insert into bus.recent_ids (stream, event_id, published_at)
    select p_stream, id, v_now from incoming where occurrence = 1
    on conflict do nothing
    returning event_id
  )
  select array_agg(occurrence = 1 and event_id is not null order by n) into v_fresh
  from incoming left join fresh on event_id = id;
  insert into bus.entries (stream, seq, published_at, event)
  select p_stream, v_last + row_number() over (order by n), v_now, event
  from unnest(p_events, v_fresh) with ordinality as events (event, is_fresh, n)
  where is_fresh;
  get diagnostics v_count = row_count;
  if v_count > 0 then
    update bus.streams set last_seq = last_seq + v_count where stream = p_stream;
    perform pg_notify('papertape_bus', p_stream);
  end if;
  return v_fresh;
end $$;

-- Makes a group that begins after `p_after` (null: after the newest entry) where there is none.
create function bus.create_group(p_stream text, p_group text, p_after bigint) returns void
language plpgsql as $$
declare
  v_last bigint;
begin
  insert into bus.streams (stream) values (p_stream) on conflict do nothing;
  -- The same lock as trim: no entry that this group wants is removed in between.
  select last_seq into v_last from bus.streams where stream = p_stream for update;
  insert into bus.groups (stream, group_name, delivered_seq)
  values (p_stream, p_group, least(coalesce(p_after, v_last), v_last))
  on conflict do nothing;
end $$;

-- Hands the next entries to a consumer. Raises BUS01 when there is no such group.
create function bus.deliver_new(p_stream text, p_group text, p_consumer text, p_limit int)
returns table (seq bigint, event text)
language plpgsql as $$
declare
  v_after bigint;
  v_first bigint;
  v_last bigint;
begin
  select g.delivered_seq into v_after from bus.groups g
  where g.stream = p_stream and g.group_name = p_group for update;
  if not found then
    raise exception 'there is no group % on stream %', p_group, p_stream using errcode = 'BUS01';
  end if;
  select min(n.seq), max(n.seq) into v_first, v_last
  from (
    select e.seq from bus.entries e where e.stream = p_stream and e.seq > v_after order by e.seq limit p_limit
  ) n;
  if v_last is null then return; end if;
  update bus.groups g set delivered_seq = v_last where g.stream = p_stream and g.group_name = p_group;
  insert into bus.deliveries (stream, group_name, first_seq, last_seq, consumer, renewed_at)
  values (p_stream, p_group, v_first, v_last, p_consumer, clock_timestamp());
  return query select e.seq, e.event from bus.entries e
  where e.stream = p_stream and e.seq between v_first and v_last order by e.seq;
end $$;

-- Hands out again the oldest batch that this consumer has not acknowledged or, with `p_idle_ms`, the oldest that
-- another has neither acknowledged nor renewed for so long.
create function bus.deliver_again(p_stream text, p_group text, p_consumer text, p_idle_ms int)
returns table (seq bigint, event text)
language plpgsql as $$
declare
  v_first bigint;
  v_last bigint;
begin
  select d.first_seq, d.last_seq into v_first, v_last from bus.deliveries d
  where d.stream = p_stream and d.group_name = p_group
    and case
      when p_idle_ms is null then d.consumer = p_consumer
      else d.consumer <> p_consumer
        and d.renewed_at < clock_timestamp() - p_idle_ms * interval '1 millisecond'
    end
  order by d.first_seq limit 1 for update skip locked;
  if not found then return; end if;
  update bus.deliveries d set consumer = p_consumer, renewed_at = clock_timestamp()
  where d.stream = p_stream and d.group_name = p_group and d.first_seq = v_first;
  return query select e.seq, e.event from bus.entries e
  where e.stream = p_stream and e.seq between v_first and v_last order by e.seq;
end $$;

-- Entries that the group has not acknowledged; null when there is no such group.
create function bus.lag(p_stream text, p_group text) returns bigint
language sql stable as $$
  select s.last_seq - g.delivered_seq
    + (select coalesce(sum(d.last_seq - d.first_seq + 1), 0) from bus.deliveries d
       where d.stream = p_stream and d.group_name = p_group)::bigint
  from bus.groups g join bus.streams s using (stream) where g.stream = p_stream and g.group_name = p_group
$$;

-- Removes what every group has acknowledged, except entries published at or after `p_keep_since`. Ids older than
-- `p_remember_ms` go with entries that are gone. Returns the number of entries removed; none while there is no group.
create function bus.trim(p_stream text, p_keep_since timestamptz, p_remember_ms bigint) returns bigint
language plpgsql as $$
declare
  v_floor bigint;
  v_removed bigint;
begin
  perform 1 from bus.streams where stream = p_stream for update;
  perform 1 from bus.groups where stream = p_stream order by group_name for update;
  select min(coalesce(
    (select min(d.first_seq) from bus.deliveries d where d.stream = g.stream and d.group_name = g.group_name),
    g.delivered_seq + 1
  )) into v_floor from bus.groups g where g.stream = p_stream;
  if v_floor is null then return 0; end if;
  delete from bus.entries
  where stream = p_stream and seq < v_floor and (p_keep_since is null or published_at < p_keep_since);
  get diagnostics v_removed = row_count;
  delete from bus.recent_ids
  where stream = p_stream and published_at < least(
    clock_timestamp() - p_remember_ms * interval '1 millisecond',
    (select min(published_at) from bus.entries where stream = p_stream)
  );
  return v_removed;
end $$;
