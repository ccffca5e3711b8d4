-- $1 session number; $2 sequence before the first event. Lists come as lines of text, which costs far less than arrays of
-- texts: canonical JSON, ids and facts hold no line break. $3 ids, $4 facts, $5 correlation ids, $6 hashes in
-- hexadecimal, $7 events; $8 and $9 occurredAt and recordedAt.
insert into journal_events (session, sequence, event_id, fact, correlation_id, hash, event, occurred_at, recorded_at)
select $1, $2 + row.number, row.event_id, row.fact, row.correlation_id, decode(row.hash, 'hex'), row.event,
  at_ms(row.occurred_ms), at_ms(row.recorded_ms)
from rows from (
  string_to_table($3, E'\n'), string_to_table($4, E'\n'), string_to_table($5, E'\n'), string_to_table($6, E'\n'),
  string_to_table($7, E'\n'), unnest($8::float8[]), unnest($9::float8[])
) with ordinality as row (event_id, fact, correlation_id, hash, event, occurred_ms, recorded_ms, number);
