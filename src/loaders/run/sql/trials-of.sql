-- One row for each different thing tried. The same configuration over the same range with the same fills and equity is
-- one trial however often it ran; one that never came to an end counts where no finished one stands for it.
with tried as (
  select *, coalesce(nullif(configuration_hash, ''), parameters_hash) as configured
  from trials
  where status <> 'planned' and family = $1 and ($2::text is null or snapshot = $2)
)
select distinct on (configured, snapshot, range_from, range_to, digest)
  id::int as id, snapshot, status, timeframe, digest, sharpe, skewness, kurtosis, observations, returns,
  epoch_ms(returns_from) as "returnsFrom", returns_step_ms::float8 as "returnsStepMs"
from tried
where digest is not null or not exists (
  select from tried as other
  where other.configured = tried.configured and other.snapshot = tried.snapshot and other.digest is not null
    and other.range_from is not distinct from tried.range_from and other.range_to is not distinct from tried.range_to
)
order by configured, snapshot, range_from, range_to, digest, id
