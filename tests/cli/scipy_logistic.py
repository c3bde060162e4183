#!/usr/bin/env python3
"""Prints the residual sum of squares of SciPy's four-parameter logistic on the points of `onset export curve`.

The judge of `onset fit --model logistic --floor free`: same box, several starts, the best of them.
usage: scipy_logistic.py POINTS.csv
"""
import csv
import math
import sys

import numpy as np
from scipy.optimize import curve_fit


def logistic(x, floor, rise, slope, midpoint):
    return floor + rise / (1 + np.exp(-slope * (x - midpoint)))


with open(sys.argv[1], newline="", encoding="utf-8") as file:
    points = list(csv.DictReader(file))
x = np.array([math.log10(float(point["x"])) for point in points])
y = np.array([float(point["y"]) for point in points])
low, high = [0, 0, 0.1, x.min() - 2], [1, 1, 40, x.max() + 3]

best = math.inf
for slope in (1, 3, 10, 30):
    for midpoint in np.linspace(x.min(), x.max(), 25):
        try:
            found, _ = curve_fit(logistic, x, y, [max(y.min(), 0), max(np.ptp(y), 0.01), slope, midpoint],
                                 bounds=(low, high), xtol=1e-12, ftol=1e-12, gtol=1e-12)
        except RuntimeError:  # this start did not converge
            continue
        best = min(best, float(np.sum((y - logistic(x, *found)) ** 2)))
print(repr(best))
