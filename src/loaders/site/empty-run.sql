-- The tables of a run without a row: what a page queries when the run kept no database. The same as in run-tables.ts.
CREATE TABLE site.orders (
  id VARCHAR, decision VARCHAR, instrument VARCHAR, time TIMESTAMP, side VARCHAR, type VARCHAR, amount DOUBLE,
  limit_price DOUBLE, accepted BOOLEAN, reason VARCHAR
);
CREATE TABLE site.fills (
  id VARCHAR, order_id VARCHAR, decision VARCHAR, instrument VARCHAR, time TIMESTAMP, side VARCHAR, price DOUBLE,
  amount DOUBLE, fee DOUBLE, liquidity VARCHAR, reference_price DOUBLE
);
CREATE TABLE site.trades (
  instrument VARCHAR, side VARCHAR, entry_time TIMESTAMP, exit_time TIMESTAMP, entry_price DOUBLE, exit_price DOUBLE,
  amount DOUBLE, profit DOUBLE, profit_ratio DOUBLE, unrealized DOUBLE, fees DOUBLE, slippage DOUBLE, candles DOUBLE,
  worst DOUBLE, best DOUBLE, entry_decision VARCHAR, exit_decision VARCHAR
);
CREATE TABLE site.decisions (
  id VARCHAR, instrument VARCHAR, time TIMESTAMP, raised BOOLEAN, reason VARCHAR, probability_up DOUBLE,
  edge_bps DOUBLE, cost_bps DOUBLE, target_amount DOUBLE, rationale VARCHAR, record VARCHAR
);
CREATE TABLE site.predictions (
  id VARCHAR, agent VARCHAR, instrument VARCHAR, time TIMESTAMP, probability_up DOUBLE,
  calibrated_probability_up DOUBLE, expected_return DOUBLE, confidence DOUBLE
);
CREATE TABLE site.factor_values (instrument VARCHAR, time TIMESTAMP, factor VARCHAR, value DOUBLE);
CREATE TABLE site.equity (
  time TIMESTAMP, equity DOUBLE, cash DOUBLE, positions_value DOUBLE, exposure DOUBLE, drawdown DOUBLE,
  benchmark_growth DOUBLE, equal_weight_growth DOUBLE
);
