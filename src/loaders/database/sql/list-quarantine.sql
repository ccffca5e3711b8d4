select q.id, i.instrument, s.timeframe, epoch_ms(q.open_time) as "openTime", q.row_text as text, q.reason, o.origin,
  epoch_ms(q.found_at) as "foundAt"
from quarantine q
join series s on s.id = q.series_id
join instruments i on i.id = s.instrument_id
join origins o on o.id = q.origin
where $1::int is null or q.series_id = $1
order by q.id desc
limit $2;
