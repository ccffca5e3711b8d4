select sequence::float8 as sequence, encode(hash, 'hex') as hash, event
from journal_events
where session = $1 and sequence > $2 and ($4::text[] is null or fact = any ($4))
order by journal_events.sequence
limit $3;
