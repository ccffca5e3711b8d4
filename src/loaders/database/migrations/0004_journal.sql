-- The tape: every event of a session in order, each hashed together with the one before it.
-- Plain tables on both flavours: order and identity are held by unique keys, which a hypertable could not hold without
-- a time in them.

create table journal_sessions (
  number int generated always as identity unique,
  id text primary key,
  kind text not null check (kind in ('live', 'tape')),
  strategy text not null,
  -- Canonical JSON.
  configuration text not null,
  code_commit text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  head_sequence bigint not null default 0,
  -- SHA-256 of the last event's chain; before the first event, of the session's own description.
  head_hash bytea not null
);

create table journal_events (
  sequence bigint not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  -- No foreign key here and in the projections: the commit locks the session's row anyway, and a check a row is dear.
  session int not null,
  fact text not null,
  event_id text not null,
  correlation_id text not null,
  hash bytea not null,
  -- Canonical JSON: exactly the text that was hashed.
  event text not null,
  primary key (session, sequence),
  unique (session, event_id)
);

-- How far a session has read each of its inputs.
create table journal_inputs (
  session int not null references journal_sessions (number) on delete cascade,
  source text not null,
  -- The source's own words: a sequence number, a stream entry's id.
  position text not null,
  primary key (session, source)
);

create table component_states (
  session int not null references journal_sessions (number) on delete cascade,
  component text not null,
  -- The state is the one after this event of the journal.
  sequence bigint not null,
  state text not null,
  primary key (session, component)
);
