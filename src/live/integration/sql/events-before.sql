-- The newest events of some facts in a session, newest first, before a sequence.
select sequence, event
from journal_events
where session = (select number from journal_sessions where id = $1)
  and fact = any ($2) and sequence < coalesce($3::bigint, 9223372036854775807)
order by sequence desc
limit $4
