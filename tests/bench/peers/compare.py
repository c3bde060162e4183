#!/usr/bin/python3
"""Fits every curve of a tidy table with Onset and with its peers in one run on this machine, one thread each.

usage: compare.py TABLE.csv [BUILD]      BUILD: a build with ONSET_BENCHMARKS, default build/dev
Each program takes the processor time of its own fits; a peer that is not installed is named and left out.
"""
import json
import os
import subprocess
import sys
from pathlib import Path

if len(sys.argv) not in (2, 3):
    sys.exit(__doc__)
here = Path(__file__).resolve().parent
table = Path(sys.argv[1])
build = Path(sys.argv[2]) if len(sys.argv) == 3 else here.parents[2] / "build" / "dev"
programs = build / "tests" / "bench"
if not table.is_file():
    sys.exit(f"compare.py: {table} is not a file")
if not (programs / "bench_fit").is_file():
    sys.exit(f"compare.py: {programs}/bench_fit is missing; build the target bench_fit first")


def onset():
    report = subprocess.run([programs / "bench_fit", "--benchmark_filter=fit/logistic", "--benchmark_format=json"],
                            env={**os.environ, "ONSET_BENCH_TABLE": str(table)}, capture_output=True, text=True,
                            check=True)
    run = json.loads(report.stdout)["benchmarks"][0]
    return run["fits_per_second"], int(run["failed"]), run["rss"]


def peer(command):
    report = subprocess.run([*command, table], capture_output=True, text=True, check=True)
    curves, failed, seconds, rss = report.stdout.split()
    return float(curves) / float(seconds), int(failed), float(rss)


rows = [("onset", onset())]
if (programs / "peer_ceres").is_file():
    rows.append(("Ceres", peer([programs / "peer_ceres"])))
else:
    print("Ceres is not installed (libceres-dev)", file=sys.stderr)
if subprocess.run(["/usr/bin/python3", "-c", "import scipy"], capture_output=True).returncode == 0:
    rows.append(("SciPy", peer(["/usr/bin/python3", here / "peer_scipy.py"])))
else:
    print("SciPy is not installed (python3-scipy)", file=sys.stderr)

ours = rows[0][1][0]
print(f"{'engine':8}{'fits/s':>12}{'failed':>8}{'total RSS':>14}{'onset is':>12}")
for engine, (rate, failed, rss) in rows:
    ratio = "" if engine == "onset" else f"{ours / rate:.1f}x"
    print(f"{engine:8}{rate:12.0f}{failed:8d}{rss:14.6f}{ratio:>12}")
