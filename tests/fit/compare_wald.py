#!/usr/bin/python3
"""Standard errors of printed parameters by SciPy's curve_fit, started at a given optimum.

usage: compare_wald.py MODEL REFERENCE (free|given VALUE)... CAP < POINTS     lines "x y"; prints one number
for each parameter, 0 for given ones
"""
import sys

import numpy as np
from scipy.optimize import curve_fit

CURVES = {  # as the header of core/fit/curves/fit.h states them
    "line": lambda x, b0, b1: b0 + b1 * x,
    "power": lambda x, c, a, e: c - a * 10 ** (-e * (x - reference)),
    "growth": lambda x, f, a, e: f + a * 10 ** (e * (x - reference)),
    "hinge": lambda x, f, b, psi: np.fmin(cap, f + b * np.maximum(0, x - psi)),
    "logistic": lambda x, f, c, k, x0: f + (c - f) / (1 + np.exp(-k * (x - x0))),
    "gompertz": lambda x, f, c, k, x0: f + (c - f) * 2 ** -np.exp(-k * (x - x0)),
}

curve = CURVES[sys.argv[1]]
reference = float(sys.argv[2])
free = np.array([word == "free" for word in sys.argv[3:-1:2]])
values = np.array([float(word) for word in sys.argv[4:-1:2]])
cap = float(sys.argv[-1])
x, y = np.loadtxt(sys.stdin).T


def mean(x, *p):
    full = values.copy()
    full[free] = p
    return curve(x, *full)


_, covariance = curve_fit(mean, x, y, values[free])
deviations = np.zeros(len(values))
deviations[free] = np.sqrt(np.diag(covariance))
print(*("%.10g" % d for d in deviations))
