-- Candles of each instrument and timeframe by month of their open time (UTC).
SELECT
  instrument,
  timeframe,
  epoch_ms(date_trunc('month', open_time))::DOUBLE AS month,
  count(*)::DOUBLE AS candles,
  min(open_time_ms) AS first,
  max(open_time_ms) AS last
FROM candles
GROUP BY ALL
ORDER BY instrument, timeframe, month
