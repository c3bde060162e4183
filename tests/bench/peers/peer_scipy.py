#!/usr/bin/python3
"""The four-parameter logistic by SciPy's curve_fit or by lmfit on the box of core/fit, one call a curve.

usage: peer_scipy.py TABLE.csv scipy|lmfit      prints: failed seconds, then the rss of each curve by task
"""
import csv
import math
import sys
import time
from collections import defaultdict

import numpy as np
from scipy.optimize import curve_fit

NAMES = ("floor", "rise", "slope", "midpoint")


def logistic(x, floor, rise, slope, midpoint):
    return floor + rise / (1 + np.exp(-np.clip(slope * (x - midpoint), -60, 60)))


def by_scipy(x, y, start, low, high):
    return curve_fit(logistic, x, y, start, bounds=(low, high), max_nfev=2000)[0]


def by_lmfit(x, y, start, low, high):
    parameters = model.make_params()
    for name, value, least, most in zip(NAMES, start, low, high):
        parameters[name].set(value=value, min=least, max=most)
    found = model.fit(y, parameters, x=x).best_values
    return [found[name] for name in NAMES]


solve = by_scipy
if sys.argv[2] == "lmfit":
    import lmfit

    model = lmfit.Model(logistic)
    solve = by_lmfit

tasks = defaultdict(list)
with open(sys.argv[1], newline="") as table:
    for row in csv.DictReader(table):
        tasks[row["task"]].append((math.log10(float(row["train_flops"])), float(row["value"])))
curves = [np.array(sorted(tasks[task])).T for task in sorted(tasks)]

rss = []
begin = time.process_time()
for x, y in curves:
    half = (y.min() + y.max()) / 2
    start = [y.min(), max(1e-3, y.max() - y.min()), 3, x[np.argmin(np.abs(y - half))]]
    try:
        p = solve(x, y, start, [0, 0, 0.1, x.min() - 2], [1, 1, 40, x.max() + 3])
        rss.append(float(((logistic(x, *p) - y) ** 2).sum()))
    except (RuntimeError, ValueError):  # no convergence
        rss.append(math.nan)
print(sum(map(math.isnan, rss)), time.process_time() - begin)
print(*rss, sep="\n")
