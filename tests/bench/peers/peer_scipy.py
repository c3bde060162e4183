#!/usr/bin/python3
"""The four-parameter logistic by SciPy's curve_fit on the box of core/fit, one call a curve.

usage: peer_scipy.py TABLE.csv      prints: curves failed seconds rss
"""
import csv
import math
import sys
import time
from collections import defaultdict

import numpy as np
from scipy.optimize import curve_fit


def logistic(x, floor, rise, slope, midpoint):
    return floor + rise / (1 + np.exp(-np.clip(slope * (x - midpoint), -60, 60)))


tasks = defaultdict(list)
with open(sys.argv[1], newline="") as table:
    for row in csv.DictReader(table):
        tasks[row["task"]].append((math.log10(float(row["train_flops"])), float(row["value"])))
curves = [np.array(sorted(points)).T for points in tasks.values()]

failed, rss = 0, 0.0
begin = time.process_time()
for x, y in curves:
    half = (y.min() + y.max()) / 2
    start = [y.min(), max(1e-3, y.max() - y.min()), 3, x[np.argmin(np.abs(y - half))]]
    box = ([0, 0, 0.1, x.min() - 2], [1, 1, 40, x.max() + 3])
    try:
        p, _ = curve_fit(logistic, x, y, start, bounds=box, max_nfev=2000)
        rss += float(((logistic(x, *p) - y) ** 2).sum())
    except RuntimeError:  # no convergence
        failed += 1
print(len(curves), failed, time.process_time() - begin, rss)
