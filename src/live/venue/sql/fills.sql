select f.symbol, f.trade_id as "tradeId", f.client_order_id as "clientOrderId", o.venue_order_id as "venueOrderId",
       f.side, f.price, f.amount, f.fee, f.fee_asset as "feeAsset", extract(epoch from f.at) * 1000 as at
from production.venue_fills f
join production.venue_orders o on o.client_order_id = f.client_order_id
where f.session = $1 and f.exchange = $2
order by f.at, f.symbol, f.trade_id
