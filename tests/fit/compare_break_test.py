#!/usr/bin/python3
"""The break test of core/fit by brute force: regressions on a fine grid of breaks, simulated by NumPy.

usage: compare_break_test.py     prints for each case of tst_break_test: T, ψ, p
"""
import numpy as np

random = np.random.default_rng(2022)


def candidates(x):
    scales = np.unique(x)
    kinks = np.concatenate([np.linspace(a, b, 201) for a, b in zip(scales[1:-2], scales[2:-1])])
    jumps = (scales[1:-2] + scales[2:-1]) / 2
    columns = [np.maximum(x - psi, 0) for psi in kinks] + [(x > psi).astype(float) for psi in jumps]
    return np.concatenate([kinks, jumps]), np.array(columns).T


def largest_t(x, y, variance, known, basis):
    """y: (m, replicates). Largest t of a column added to the basis, and its place."""
    root = 1 / np.sqrt(variance)[:, None]
    psi, columns = candidates(x)
    q = np.linalg.qr(root * basis)[0]
    project = lambda a: a - q @ (q.T @ a)
    columns = project(root * columns)
    columns /= np.linalg.norm(columns, axis=0)
    residual = project(root * y)
    z = columns.T @ residual
    if not known:
        rest = (residual ** 2).sum(0) - z ** 2
        z = z / np.sqrt(rest / (len(x) - basis.shape[1] - 1))
    best = z.argmax(0)
    return z.max(0), psi[best]


def report(name, x, y, variance, known, basis):
    x, y, variance = np.array(x, float), np.array(y, float), np.array(variance, float)
    t, psi = largest_t(x, y[:, None], variance, known, basis(x))
    count = sum((largest_t(x, np.sqrt(variance)[:, None] * random.normal(size=(len(x), 20_000)), variance,
                           known, basis(x))[0] >= t[0]).sum() for _ in range(10))
    print("%s: T %.6f at %.4f, p %.5f" % (name, t[0], psi[0], count / 200_000))


line = lambda x: np.stack([np.ones_like(x), x], 1)
bend = lambda x: np.stack([np.ones_like(x), x, x * x], 1)
eight = range(8)
report("line", eight, [.25, .27, .24, .26, .31, .33, .45, .48], [1] * 8, False, line)
report("unequal variances", eight, [.25, .27, .24, .26, .31, .33, .45, .48], [1, 2, 1, 3, 2, 1, 4, 2], False, line)
report("known variances", eight, [.25, .27, .24, .26, .31, .33, .45, .48], [.0009] * 8, True, line)
report("ties", [0, 1, 1, 2, 3, 3, 5, 6], [.25, .27, .24, .26, .31, .33, .45, .48], [1] * 8, False, line)
report("jump", eight, [.2, .21, .19, .2, .4, .42, .41, .4], [1] * 8, False, line)
report("bend", range(12), [.0, .01, .0, .02, .01, .0, .02, .1, .2, .28, .41, .5], [1] * 12, False, bend)
