-- The newest PositionChanged of each instrument.
select event
from journal_events
where session = (select number from journal_sessions where id = $1) and sequence in (
  select max(sequence) from position_changes
  where session = (select number from journal_sessions where id = $1)
  group by instrument
)
order by sequence
