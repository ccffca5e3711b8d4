-- What people ask of a session, as tables: written with the journal in one transaction, and could be rebuilt from it.

create table factor_values (
  close_time timestamptz not null,
  sequence bigint not null,
  session int not null,
  event_id text not null,
  instrument text not null,
  timeframe text not null,
  factors text[] not null,
  -- One a factor, in the same order; null before it is defined.
  values double precision[] not null,
  primary key (session, close_time, sequence)
);
select make_time_table('factor_values', 'close_time', 'year');
select compress_after('factor_values', 'session, instrument', 'close_time, sequence', interval '30 days');

create table predictions (
  made_at timestamptz not null,
  sequence bigint not null,
  resolves_at timestamptz not null,
  probability_up double precision not null,
  calibrated_probability_up double precision not null,
  expected_return double precision not null,
  confidence double precision not null,
  session int not null,
  horizon_candles int not null,
  event_id text not null,
  agent text not null,
  agent_version text not null,
  instrument text not null,
  timeframe text not null,
  primary key (session, made_at, sequence)
);
select make_time_table('predictions', 'made_at', 'year');
select compress_after('predictions', 'session, agent', 'made_at, sequence', interval '30 days');

create table prediction_scores (
  made_at timestamptz not null,
  sequence bigint not null,
  resolved_at timestamptz not null,
  -- Null when the outcome is missing.
  outcome_return double precision,
  brier double precision,
  log_loss double precision,
  session int not null,
  event_id text not null,
  -- Event id of the prediction.
  prediction text not null,
  agent text not null,
  instrument text not null,
  timeframe text not null,
  primary key (session, made_at, sequence)
);
select make_time_table('prediction_scores', 'made_at', 'year');
select compress_after('prediction_scores', 'session, agent', 'made_at, sequence', interval '30 days');

create table decisions (
  close_time timestamptz not null,
  sequence bigint not null,
  reference_price double precision not null,
  probability_up double precision,
  edge_bps double precision,
  confidence double precision not null,
  session int not null,
  is_raised boolean not null,
  event_id text not null,
  strategy text not null,
  instrument text not null,
  timeframe text not null,
  reason text not null,
  -- Of raised signals only.
  side text,
  amount numeric,
  position_amount numeric not null,
  target_amount numeric not null,
  rationale text not null,
  primary key (session, close_time, sequence)
);
select make_time_table('decisions', 'close_time', 'year');
select compress_after('decisions', 'session, instrument', 'close_time, sequence', interval '30 days');
create index decisions_raised on decisions (session, close_time) where is_raised;

-- One row an order event: accepted, rejected, filled, canceled.
create table executions (
  time timestamptz not null,
  sequence bigint not null,
  session int not null,
  fact text not null,
  event_id text not null,
  order_id text not null,
  -- Event id of the signal that asked for the order.
  signal text not null,
  instrument text not null,
  side text,
  order_type text,
  amount numeric,
  -- Of a fill: its own; of an order: its limit.
  price numeric,
  fee numeric,
  fee_currency text,
  liquidity text,
  remaining numeric,
  reference_price double precision,
  -- Why it was rejected or canceled.
  reason text,
  primary key (session, time, sequence)
);
select make_time_table('executions', 'time', 'year');
select compress_after('executions', 'session, instrument', 'time, sequence', interval '30 days');
create index executions_order on executions (session, order_id);

create table position_changes (
  session int not null,
  sequence bigint not null,
  time timestamptz not null,
  instrument text not null,
  amount numeric not null,
  average_price numeric,
  realized_profit numeric not null,
  cash numeric not null,
  primary key (session, sequence)
);
create index position_changes_instrument on position_changes (session, instrument, sequence);

create table equity_marks (
  session int not null,
  sequence bigint not null,
  close_time timestamptz not null,
  cash numeric not null,
  equity double precision not null,
  positions_value double precision not null,
  exposure double precision,
  drawdown double precision not null,
  primary key (session, close_time, sequence)
);

create view fills as
  select session, sequence, time, event_id, order_id, signal, instrument, side, price, amount, fee, fee_currency,
    liquidity, remaining, reference_price
  from executions
  where fact = 'OrderFilled';

-- Where each order stands: its first event with the last one's word.
create view orders as
  select o.session, o.order_id, o.signal, o.instrument, o.side, o.order_type, o.amount, o.price as limit_price,
    o.time as submitted_at,
    case
      when o.fact = 'OrderRejected' then 'rejected'
      when last.fact = 'OrderCanceled' then 'canceled'
      when last.fact = 'OrderFilled' and last.remaining = 0 then 'filled'
      when last.fact = 'OrderFilled' then 'partly filled'
      else 'open'
    end as status,
    last.reason, last.time as changed_at, last.sequence as changed_sequence
  from executions o
  cross join lateral (
    select * from executions e where e.session = o.session and e.order_id = o.order_id order by e.sequence desc limit 1
  ) last
  where o.fact in ('OrderAccepted', 'OrderRejected');

-- The position held now in each instrument of a session.
create view positions as
  select distinct on (session, instrument) session, instrument, amount, average_price, realized_profit, cash,
    time as changed_at, sequence
  from position_changes
  order by session, instrument, sequence desc;
