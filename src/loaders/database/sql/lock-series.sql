select first_open_time < at_ms($3) and last_open_time >= at_ms($2) as overlaps
from series
where id = $1
for update;
