select number, id, kind, strategy, configuration, code_commit as "codeCommit", epoch_ms(started_at) as "startedAt",
  epoch_ms(ended_at) as "endedAt", end_reason as "endReason", head_sequence::float8 as sequence,
  encode(head_hash, 'hex') as hash
from journal_sessions
where $1::text is null or id = $1
order by number desc;
