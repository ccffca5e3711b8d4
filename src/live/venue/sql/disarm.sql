update production.armings
set disarmed_at = clock_timestamp(), disarmed_by = $3
where session = $1 and exchange = $2 and disarmed_at is null
