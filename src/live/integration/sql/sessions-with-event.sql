-- Sessions that hold an event of this id, newest first.
select s.id
from journal_sessions s
where exists (select from journal_events e where e.session = s.number and e.event_id = $1)
order by s.started_at desc, s.number desc
