select open_time_ms, open, high, low, close, volume,
  coalesce(quote_volume, 'nan'::double), coalesce(trade_count, 'nan'::double), coalesce(taker_buy_volume, 'nan'::double)
from candles
where instrument = $instrument and timeframe = $timeframe and open_time_ms >= $from and open_time_ms < $to
order by open_time_ms;
