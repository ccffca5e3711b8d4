-- Every backtest and every trial of a sweep, written before it runs: what was tried and found wanting counts too.

create table sweeps (
  id text primary key,
  strategy text not null,
  snapshot text not null,
  code_commit text not null,
  -- Strategy, parameters, search, range and folds: all that the trials follow from.
  definition jsonb not null,
  status text not null check (status in ('running', 'finished', 'failed', 'aborted')),
  trials int not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- What the command printed; null until finished.
  result jsonb
);
create index sweeps_strategy on sweeps (strategy, started_at);

alter table trials
  -- planned: it will be run; running: it has begun, and whoever ran it may have been killed.
  add status text not null default 'finished'
    check (status in ('planned', 'running', 'finished', 'failed', 'aborted')),
  add sweep text references sweeps,
  -- Place within the sweep, from 0.
  add number int,
  add configuration_hash text not null default '',
  add code_commit text not null default '',
  add timeframe text not null default '',
  -- Open times of the first and after the last traded candle; null where the data sets the limit.
  add range_from timestamptz,
  add range_to timestamptz,
  -- full: the pipeline with every event; columnar: typed arrays.
  add path text check (path in ('full', 'columnar')),
  -- Over fills and equity.
  add digest text,
  -- Of the returns per candle: population skewness, raw kurtosis.
  add skewness double precision,
  add kurtosis double precision,
  add figures jsonb,
  -- Returns in steps of equal length, float64, little endian; not a number where nothing was marked.
  add returns bytea,
  add returns_from timestamptz,
  add returns_step_ms bigint,
  add error text,
  -- Host and process that ran it.
  add run_by text,
  add finished_at timestamptz;

create unique index trials_of_sweep on trials (sweep, number) where sweep is not null;
create index trials_of_family on trials (family, snapshot);

-- Backtests from before the registry were trials too. Their Sharpe ratios were annual, so they only count.
insert into trials (family, strategy, parameters, parameters_hash, snapshot, sharpe, observations, run, registered_at,
  status, configuration_hash, code_commit, finished_at)
select strategy, strategy, '{}', id, snapshot, null, 0, id, started_at, status, configuration_hash, code_commit, finished_at
from backtest_runs;
