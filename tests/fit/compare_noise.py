#!/usr/bin/python3
"""ln p of counts by SciPy, for tst_noise.

usage: compare_noise.py < CASES     lines "law r n chance best mu phi"; prints one ln p a line
"""
import sys

import numpy as np
from scipy import integrate, special, stats


def log_share(t, r, n, g, u):
    p = g + (u - g) * special.expit(t)
    rest = 1 - u + (u - g) * special.expit(-t)
    return special.xlogy(r, p) + special.xlogy(n - r, rest)


def extra_scatter(r, n, g, u, mu, phi):
    """The integral over z by adaptive quadrature between the points where the integrand is e^-45 of its top."""
    eta, tau = np.log((mu - g) / (u - mu)), np.sqrt(phi)

    def height(z):
        return log_share(eta + tau * z, r, n, g, u) - z * z / 2

    best_share = np.clip(r / n, g, u)
    likely = special.xlogy(r, best_share) + special.xlogy(n - r, 1 - best_share)
    reach = np.sqrt(2 * (likely - height(0))) + 10  # farther out the prior alone is too small
    grid = np.linspace(-reach, reach, 400_001)
    heights = height(grid)
    top = heights.max()
    inside = np.flatnonzero(heights > top - 45)
    ends = grid[max(inside[0] - 1, 0)], grid[min(inside[-1] + 1, grid.size - 1)]
    cuts = np.linspace(*ends, 9)
    total = sum(integrate.quad(lambda z: np.exp(height(z) - top), a, b, epsabs=0, epsrel=1e-12, limit=200)[0]
                for a, b in zip(cuts, cuts[1:]))
    choose = stats.binom.logpmf(r, n, 0.5) + n * np.log(2)
    return choose + top + np.log(total / np.sqrt(2 * np.pi))


for line in sys.stdin:
    law, *numbers = line.split()
    r, n, g, u, mu, phi = map(float, numbers)
    if law == "binomial" or phi == 0:
        value = stats.binom.logpmf(r, n, mu)
    elif law == "beta-binomial":
        value = stats.betabinom.logpmf(r, n, mu * (1 - phi) / phi, (1 - mu) * (1 - phi) / phi)
    else:
        value = extra_scatter(r, n, g, u, mu, phi)
    print("%.17g" % value)
