insert into market.candles
select $instrument, $timeframe, make_timestamp((open_time_ms * 1000)::bigint), open_time_ms, open, high, low, close, volume,
  case when isnan(quote_volume) then null else quote_volume end,
  case when isnan(trade_count) then null else trade_count end,
  case when isnan(taker_buy_volume) then null else taker_buy_volume end
