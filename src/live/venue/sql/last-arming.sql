select session, exchange, armed_by as "armedBy", armed_at as "armedAt", expires_at as "expiresAt"
from production.armings
where session = $1 and exchange = $2 and disarmed_at is null
order by id desc
limit 1
