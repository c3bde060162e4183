#!/usr/bin/python3
"""Fits every curve of tidy tables with Onset and with its peers in one run on this machine, one thread each.

usage: compare.py TABLE.csv... [--build BUILD]      BUILD: with ONSET_BENCHMARKS, default build/dev
Each program takes the processor time of its own fits; a peer that is not installed is named and left out.
Exit status 1 if a fit of Onset fails, or on any curve its sum of squares is above the peers' best by 1e-6 of it.
"""
import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

here = Path(__file__).resolve().parent
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("tables", nargs="+", type=Path)
parser.add_argument("--build", type=Path, default=here.parents[2] / "build" / "dev")
options = parser.parse_args()
programs = options.build / "tests" / "bench"
if not (programs / "bench_fit").is_file():
    sys.exit(f"compare.py: {programs}/bench_fit is missing; build the target bench_fit first")

PYTHON = "/usr/bin/python3"
TOLERANCE = 1e-6
ROUNDING = 1e-15  # of sums of squares of scores about 1
engines = []


def engine(name, command, installed, package):
    if installed:
        engines.append((name, command))
    else:
        print(f"{name} is not installed ({package})", file=sys.stderr)


def has(module):
    return subprocess.run([PYTHON, "-c", f"import {module}"], capture_output=True).returncode == 0


ceres = (programs / "peer_ceres").is_file()
engine("Ceres, a curve", lambda table: [programs / "peer_ceres", table, "curve"], ceres, "libceres-dev")
engine("Ceres, a point", lambda table: [programs / "peer_ceres", table, "point"], ceres, "libceres-dev")
engine("SciPy", lambda table: [PYTHON, here / "peer_scipy.py", table, "scipy"], has("scipy"), "python3-scipy")
engine("lmfit", lambda table: [PYTHON, here / "peer_scipy.py", table, "lmfit"], has("lmfit"), "python3-lmfit")
engine("R nls", lambda table: ["Rscript", here / "peer_nls.R", table], shutil.which("Rscript"), "r-base-core")


def onset(table):
    """Failed fits, fits per second and the residual sum of squares of each curve."""
    with tempfile.NamedTemporaryFile("r") as sums:
        report = subprocess.run([programs / "bench_fit", "--benchmark_filter=fit/logistic", "--benchmark_format=json"],
                                env={**os.environ, "ONSET_BENCH_TABLE": str(table), "ONSET_BENCH_RSS": sums.name},
                                capture_output=True, text=True, check=True)
        rss = [float(line) for line in sums]
    run = json.loads(report.stdout)["benchmarks"][0]
    return int(run["failed"]), run["fits_per_second"], rss


def peer(command):
    report = subprocess.run(command, capture_output=True, text=True, check=True)
    failed, seconds, *rss = report.stdout.split()
    return int(failed), len(rss) / float(seconds), [float(value) for value in rss]


def above(rss, best):
    return sum(not value <= other * (1 + TOLERANCE) + ROUNDING for value, other in zip(rss, best))


good = True
print(f"{'table':24}{'engine':16}{'fits/s':>10}{'failed':>8}{'above best':>12}{'total RSS':>12}{'onset is':>10}")
for table in options.tables:
    results = {"onset": onset(table)} | {name: peer(command(table)) for name, command in engines}
    ours = results["onset"][1]
    sums = [rss for _, _, rss in results.values()]
    best = [min((value for value in values if not math.isnan(value)), default=0) for values in zip(*sums)]
    for name, (failed, rate, rss) in results.items():
        total = sum(value for value in rss if not math.isnan(value))
        print(f"{table.name:24}{name:16}{rate:10.0f}{failed:8d}{above(rss, best):12d}{total:12.6f}"
              f"{'' if name == 'onset' else f'{ours / rate:.1f}x':>10}")
    failed, _, rss = results["onset"]
    good = good and failed == 0 and above(rss, best) == 0
sys.exit(0 if good else 1)
