"""The moving-average cross in vectorbt: cross_vectorbt.py FILE BARS FAST SLOW ROUNDS [PAIRS]. Prints as cross.c does."""
import json
import sys
import time

import numpy as np
import vectorbt as vbt

path, bars, fast, slow, rounds = sys.argv[1], *map(int, sys.argv[2:6])
pairs = int(sys.argv[6]) if len(sys.argv) > 6 else 0
columns = np.fromfile(path, dtype=np.float64).reshape(2, bars)
open_, close = columns


def shifted(signal):
    """What is decided at a close is filled at the next open."""
    out = np.zeros_like(signal)
    out[1:] = signal[:-1]
    return out


def portfolio(quick, calm):
    return vbt.Portfolio.from_signals(
        close, entries=shifted(quick > calm), exits=shifted(quick < calm), price=open_,
        size=0.2, size_type="percent", fees=0.001, slippage=0.00015, init_cash=10000.0, freq="1h")


def average(window):
    return vbt.MA.run(close, window).ma.to_numpy().ravel()


def one():
    run = portfolio(average(fast), average(slow))
    equity = run.value().to_numpy()
    return float(equity[-1]), len(run.orders.records)


def sweep():
    lines = 0
    while lines * (lines - 1) // 2 < pairs:
        lines += 1
    windows = [fast + slow * k for k in range(lines)]
    calculated = [average(window) for window in windows]
    total, fills, done = 0.0, 0, 0
    for a in range(lines):
        # One block of columns for each fast average: all at once would not fit into memory.
        block = [b for b in range(a + 1, lines)][: pairs - done]
        if not block:
            break
        quick = np.repeat(calculated[a][:, None], len(block), axis=1)
        calm = np.column_stack([calculated[b] for b in block])
        run = vbt.Portfolio.from_signals(
            np.repeat(close[:, None], len(block), axis=1), entries=shifted(quick > calm), exits=shifted(quick < calm),
            price=np.repeat(open_[:, None], len(block), axis=1), size=0.2, size_type="percent", fees=0.001,
            slippage=0.00015, init_cash=10000.0, freq="1h")
        total += float(run.final_value().sum())
        fills += len(run.orders.records)
        done += len(block)
    return total, fills


work = sweep if pairs else one
if not pairs:
    work()  # numba compiles
best = float("inf")
for _ in range(rounds):
    start = time.process_time()
    equity, fills = work()
    best = min(best, time.process_time() - start)
print(json.dumps({"nsPerBar": best * 1e9 / bars / max(pairs, 1), "fills": fills, "equity": equity}))
