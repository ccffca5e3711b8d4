-- A trial that is begun again, after a crash or by a second run of the same, keeps its row.
insert into trials (family, strategy, parameters, parameters_hash, snapshot, observations, run, registered_at, status,
  sweep, number, configuration_hash, code_commit, timeframe, range_from, range_to, run_by)
select t.family, t.strategy, t.parameters, t."parametersHash", t.snapshot, 0, t.run, now(), t.status,
  t.sweep, t.number, t."configurationHash", t."codeCommit", t.timeframe, at_ms(t."rangeFrom"), at_ms(t."rangeTo"),
  t."runBy"
from jsonb_to_recordset($1) as t (
  family text, strategy text, parameters jsonb, "parametersHash" text, snapshot text, run text, status text, sweep text,
  number int, "configurationHash" text, "codeCommit" text, timeframe text, "rangeFrom" double precision,
  "rangeTo" double precision, "runBy" text
)
on conflict (family, parameters_hash, snapshot) do update
  -- What was finished stays so until it is finished anew: nobody takes a trial back by starting it again.
  set status = case when trials.status = 'finished' then trials.status else excluded.status end,
    run = coalesce(excluded.run, trials.run),
    run_by = excluded.run_by
returning id::int as id, parameters_hash as hash
