select sequence::float8 as sequence, encode(hash, 'hex') as hash, event, event_id as "eventId", fact,
  correlation_id as "correlationId", epoch_ms(occurred_at) as "occurredAt", epoch_ms(recorded_at) as "recordedAt"
from journal_events
where session = $1 and sequence > $2
order by journal_events.sequence
limit $3;
