select event
from journal_events
where session = (select number from journal_sessions where id = $1) and event_id = $2
