select i.source, i.position
from journal_inputs i
join journal_sessions s on s.number = i.session
where s.id = $1;
