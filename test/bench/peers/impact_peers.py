"""Rank coefficients and quantile returns by the peers, over the panel that the benchmark writes. Prints seconds of
processor time by name, one a line, and the first coefficient, so that all can be seen to have done the same work."""
import sys
import time

import numpy

PATH, ROWS, COLUMNS, FACTORS, HORIZONS, BUCKETS = sys.argv[1], *map(int, sys.argv[2:7])
WANTED = sys.argv[7:]
VALUES = numpy.fromfile(PATH, dtype=numpy.float64).reshape(FACTORS + HORIZONS, ROWS, COLUMNS)
FACTOR_PANELS, FORWARD_PANELS = VALUES[:FACTORS], VALUES[FACTORS:]


def measured(name, work, rounds=3, scale=1.0):
    best = float("inf")
    for _ in range(rounds):
        begun = time.process_time()
        first = work()
        best = min(best, time.process_time() - begun)
    print(f"{name} {best * scale:.4f} {first:.15f}", flush=True)


def by_numba():
    import numba

    @numba.njit(cache=False)
    def ranked(values, order, ranks):
        n = 0
        for i in range(values.size):
            if numpy.isfinite(values[i]):
                n += 1
        order[:] = numpy.argsort(values)
        k = 0
        while k < n:
            end = k + 1
            while end < n and values[order[end]] == values[order[k]]:
                end += 1
            for i in range(k, end):
                ranks[order[i]] = (k + 1 + end) / 2
            k = end
        return n

    @numba.njit(cache=False)
    def impact(factors, forwards, buckets):
        count, rows, columns = factors.shape
        horizons = forwards.shape[0]
        coefficients = numpy.empty((count, horizons, rows))
        means = numpy.empty((count, horizons, rows, buckets))
        order = numpy.empty(columns, dtype=numpy.int64)
        own = numpy.empty(columns)
        other = numpy.empty((horizons, columns))
        sums = numpy.empty(buckets)
        sizes = numpy.empty(buckets)
        labels = numpy.empty(columns, dtype=numpy.int64)
        middle = (columns + 1) / 2
        for row in range(rows):
            for h in range(horizons):
                ranked(forwards[h, row], order, other[h])
            for f in range(count):
                n = ranked(factors[f, row], order, own)
                for k in range(n):
                    labels[order[k]] = k * buckets // n
                squares = 0.0
                for j in range(columns):
                    squares += (own[j] - middle) ** 2
                for h in range(horizons):
                    product = 0.0
                    theirs = 0.0
                    sums[:] = 0.0
                    sizes[:] = 0.0
                    for j in range(columns):
                        distance = other[h, j] - middle
                        product += (own[j] - middle) * distance
                        theirs += distance * distance
                        sums[labels[j]] += forwards[h, row, j]
                        sizes[labels[j]] += 1
                    coefficients[f, h, row] = product / numpy.sqrt(squares * theirs)
                    for b in range(buckets):
                        means[f, h, row, b] = sums[b] / sizes[b]
        return coefficients[0, 0, 0]

    impact(FACTOR_PANELS[:, :5], FORWARD_PANELS[:, :5], BUCKETS)
    measured("numba", lambda: impact(FACTOR_PANELS, FORWARD_PANELS, BUCKETS))


def by_pandas():
    import pandas

    factors = [pandas.DataFrame(panel) for panel in FACTOR_PANELS]
    forwards = [pandas.DataFrame(panel) for panel in FORWARD_PANELS]

    def impact():
        first = None
        ranked = [frame.rank(axis=1) for frame in forwards]
        for factor in factors:
            own = factor.rank(axis=1)
            labels = ((own - 1) * BUCKETS // COLUMNS).to_numpy()
            masks = [labels == bucket for bucket in range(BUCKETS)]
            for frame, theirs in zip(forwards, ranked):
                coefficients = own.corrwith(theirs, axis=1)
                for mask in masks:
                    frame.where(mask).mean(axis=1)
                if first is None:
                    first = coefficients.iloc[0]
        return first

    measured("pandas", impact, rounds=1)


def by_alphalens():
    """Its own functions over a sample, one factor and a twentieth of the dates: it works date by date, and counted up it
    would run for minutes. What it only draws with is stubbed. Its quantiles, coefficients and bucket means by date."""
    import types
    import warnings

    import pandas

    warnings.simplefilter("ignore")
    for name in ["empyrical", "seaborn", "IPython", "IPython.display", "alphalens.plotting", "alphalens.tears"]:
        stub = sys.modules.setdefault(name, types.ModuleType(name))
        stub.display = None
    from alphalens import performance, utils

    rows = ROWS // 20
    times = pandas.date_range("2024-01-01", periods=rows, freq="h", name="date")
    symbols = pandas.Index([f"C{column:03d}" for column in range(COLUMNS)], name="asset")
    index = pandas.MultiIndex.from_product([times, symbols])
    columns = {f"{horizon + 1}h": FORWARD_PANELS[horizon, :rows].ravel() for horizon in range(HORIZONS)}
    data = pandas.DataFrame({**columns, "factor": FACTOR_PANELS[0, :rows].ravel()}, index=index)

    def impact():
        data["factor_quantile"] = utils.quantize_factor(data, quantiles=BUCKETS)
        coefficients = performance.factor_information_coefficient(data)
        performance.mean_return_by_quantile(data, by_date=True, demeaned=False)
        return coefficients.iloc[0, 0]

    measured("alphalens", impact, rounds=1, scale=ROWS / rows * FACTORS)


for peer in WANTED:
    {"numba": by_numba, "pandas": by_pandas, "alphalens": by_alphalens}[peer]()
