-- What was tried: every backtest, and every trial of a search, so that the luck of many trials can be taken off.

create table backtest_runs (
  -- Derived from what went in: the same run has the same id.
  id text primary key,
  snapshot text not null,
  strategy text not null,
  configuration_hash text not null,
  code_commit text not null,
  seed bigint not null,
  status text not null check (status in ('running', 'finished', 'failed')),
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Null until finished.
  metrics jsonb,
  error text
);
create index backtest_runs_strategy on backtest_runs (strategy, started_at);

create table trials (
  id bigint generated always as identity primary key,
  -- Trials that were made in search of one thing.
  family text not null,
  strategy text not null,
  parameters jsonb not null,
  parameters_hash text not null,
  snapshot text not null,
  -- Per candle, not annualised; null when undefined.
  sharpe double precision,
  observations int not null,
  run text references backtest_runs,
  registered_at timestamptz not null,
  unique (family, parameters_hash, snapshot)
);
