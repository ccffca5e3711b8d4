-- OrderAccepted events whose order has not ended, oldest first.
select j.event
from executions accepted
join journal_events j on j.session = accepted.session and j.sequence = accepted.sequence
where accepted.session = (select number from journal_sessions where id = $1) and accepted.fact = 'OrderAccepted'
  and not exists (
    select from executions later
    where later.session = accepted.session and later.order_id = accepted.order_id
      and (later.fact = 'OrderCanceled' or (later.fact = 'OrderFilled' and later.remaining = 0))
  )
order by accepted.sequence
