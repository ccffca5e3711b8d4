select epoch_ms(time) as time, trade_id as "tradeId", price, amount,
  case taker_side when 1 then 'buy' when -1 then 'sell' end as "takerSide", epoch_ms(recorded_at) as "recordedAt"
from trades
where instrument_id = $1 and time >= at_ms($2) and time < at_ms($3)
  and ($4::float8 is null or recorded_at <= at_ms($4))
-- Ids are mostly numbers: shorter ones come first, so that 9 precedes 10.
order by trades.time, length(trade_id), trade_id collate "C";
