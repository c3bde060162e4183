#!/usr/bin/python3
"""Fits the four-parameter logistic by SciPy's curve_fit, from many starts, on the box of core/fit.

usage: compare_scipy.py < POINTS     lines "x y"; prints: rss floor ceiling slope midpoint
"""
import sys

import numpy as np
from scipy.optimize import curve_fit


def logistic(x, floor, rise, slope, midpoint):
    return floor + rise / (1 + np.exp(-np.clip(slope * (x - midpoint), -60, 60)))


x, y = np.loadtxt(sys.stdin).T
low = [0, 0, 0.1, x.min() - 2]
high = [1, 1, 40, x.max() + 3]
best = None
for slope in (0.5, 2, 5, 15):
    for midpoint in np.linspace(x.min(), x.max(), 9):
        try:
            p, _ = curve_fit(logistic, x, y, [0.1, 0.5, slope, midpoint], bounds=(low, high), max_nfev=5000,
                             ftol=1e-12, xtol=1e-12, gtol=1e-12)
        except RuntimeError:  # no convergence from this start
            continue
        rss = ((logistic(x, *p) - y) ** 2).sum()
        if best is None or rss < best[0]:
            best = (rss, p[0], p[0] + p[1], p[2], p[3])
print(*("%.17g" % number for number in best))
