"""The moving-average cross in vectorbt: cross_vectorbt.py FILE BARS FAST SLOW ROUNDS [PAIRS]. Prints as cross.c does.

A run is what a user asks for: equity, returns and drawdown at every bar, the orders, and the figures of the result. In a
sweep, the figures of every pair. Figures one by one are quicker than `stats()`, which is measured beside them.
"""
import json
import sys
import time
import warnings

import numpy as np
import vectorbt as vbt

warnings.filterwarnings("ignore")
path, bars, fast, slow, rounds = sys.argv[1], *map(int, sys.argv[2:6])
pairs = int(sys.argv[6]) if len(sys.argv) > 6 else 0
columns = np.fromfile(path, dtype=np.float64).reshape(2, bars)
open_, close = columns


def shifted(signal):
    """What is decided at a close is filled at the next open."""
    out = np.zeros_like(signal)
    out[1:] = signal[:-1]
    return out


def portfolio(closes, opens, quick, calm):
    return vbt.Portfolio.from_signals(
        closes, entries=shifted(quick > calm), exits=shifted(quick < calm), price=opens,
        size=0.2, size_type="percent", fees=0.001, slippage=0.00015, init_cash=10000.0, freq="1h")


def average(window):
    return vbt.MA.run(close, window).ma.to_numpy().ravel()


def figures(run):
    """Of each column: the same that the other programs read."""
    read = [run.total_return(), run.sharpe_ratio(), run.max_drawdown(), run.trades.win_rate(), run.trades.count()]
    return [np.atleast_1d(np.asarray(value, dtype=np.float64)) for value in read]


def answer(run):
    total, sharpe, fall, win_rate, trades = figures(run)
    return {"fills": len(run.orders.records), "wins": round(float((win_rate * trades).sum())),
            "equity": float((10000 * (1 + total)).sum()), "sharpe": float(sharpe.sum()), "fall": float(-fall.sum())}


def one():
    run = portfolio(close, open_, average(fast), average(slow))
    run.value(), run.returns(), run.drawdown()
    return answer(run)


def with_stats():
    run = portfolio(close, open_, average(fast), average(slow))
    run.value(), run.stats()


def sweep():
    lines = 0
    while lines * (lines - 1) // 2 < pairs:
        lines += 1
    windows = [fast + slow * k for k in range(lines)]
    calculated = [average(window) for window in windows]
    total, done = {}, 0
    for a in range(lines):
        # One block of columns for each fast average: all at once would not fit into memory.
        block = [b for b in range(a + 1, lines)][: pairs - done]
        if not block:
            break
        quick = np.repeat(calculated[a][:, None], len(block), axis=1)
        calm = np.column_stack([calculated[b] for b in block])
        part = answer(portfolio(np.repeat(close[:, None], len(block), axis=1),
                                np.repeat(open_[:, None], len(block), axis=1), quick, calm))
        total = {name: total.get(name, 0) + value for name, value in part.items()}
        done += len(block)
    return total


def fastest(work):
    best, result = float("inf"), None
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        best = min(best, time.process_time() - start)
    return best * 1e9 / bars / max(pairs, 1), result


# Numba compiles before the clock runs: one column is of another type than several.
if pairs:
    several = [np.column_stack([column[:2000]] * 2) for column in (close, open_, average(fast), average(fast + slow))]
    answer(portfolio(*several))
else:
    one()
ns, result = fastest(sweep if pairs else one)
more = {} if pairs else {"statsNsPerBar": fastest(with_stats)[0]}
print(json.dumps({"nsPerBar": ns, **result, **more}))
