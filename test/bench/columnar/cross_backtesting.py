"""The moving-average cross in backtesting.py: cross_backtesting.py FILE BARS FAST SLOW ROUNDS. Prints as cross.c does.

BARS may be fewer than FILE holds. Its result has equity at every bar, the trades and their statistics, whatever is asked.
"""
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from backtesting import Backtest, Strategy

warnings.filterwarnings("ignore")
path, bars, fast, slow, rounds = sys.argv[1], *map(int, sys.argv[2:6])
open_, close = np.fromfile(path, dtype=np.float64).reshape(2, -1)[:, :bars]
frame = pd.DataFrame(
    {"Open": open_, "High": np.maximum(open_, close), "Low": np.minimum(open_, close), "Close": close},
    index=pd.date_range("2021-01-01", periods=bars, freq="h"))


class Cross(Strategy):
    def init(self):
        average = lambda values, length: pd.Series(values).rolling(length).mean()
        self.quick = self.I(average, self.data.Close, fast)
        self.calm = self.I(average, self.data.Close, slow)

    def next(self):
        if not self.position:
            if self.quick[-1] > self.calm[-1]:
                self.buy(size=0.2)
        elif self.quick[-1] < self.calm[-1]:
            self.position.close()


best = float("inf")
for _ in range(rounds):
    start = time.process_time()
    result = Backtest(frame, Cross, cash=10000, commission=0.001, spread=0.00015).run()
    best = min(best, time.process_time() - start)
trades = result["_trades"]
print(json.dumps({
    "nsPerBar": best * 1e9 / bars, "fills": 2 * len(trades), "wins": int((trades["PnL"] > 0).sum()),
    "equity": result["Equity Final [$]"], "sharpe": result["Sharpe Ratio"], "fall": -result["Max. Drawdown [%]"] / 100}))
