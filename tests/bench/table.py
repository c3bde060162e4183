#!/usr/bin/python3
"""Prints the table of speeds in the README, measured in one run on this machine.

usage: table.py [--imports] [--build BUILD] [--onset ONSET]
BUILD: with ONSET_BENCHMARKS, default build/dev; ONSET: the program, default build/release/onset.
"""
import argparse
import json
import math
import os
import platform
import random
import subprocess
import tempfile
import time
from pathlib import Path

here = Path(__file__).resolve().parent
top = here.parents[1]
parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--imports", action="store_true", help="only the times of large imports")
parser.add_argument("--build", type=Path, default=top / "build" / "dev")
parser.add_argument("--onset", type=Path, default=top / "build" / "release" / "onset")
options = parser.parse_args()


def output(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, check=True, **more).stdout


def curves(path, count, points):
    """Logistic rises between 1e18 and 1e25 FLOPs with binomial noise, as a tidy table."""
    draw = random.Random(20220615)
    with open(path, "w") as file:
        file.write("family,model,train_flops,benchmark,task,metric,value,n_examples,chance_level\n")
        for task in range(count):
            floor = draw.choice([0, 0, 0.1, 0.2, 0.25, 0.5])
            rise = (1 - floor) * draw.uniform(0.3, 0.98)
            slope = math.exp(draw.uniform(math.log(1.5), math.log(12)))
            midpoint = draw.uniform(20, 23.8)
            n = draw.choice([100, 250, 500, 1000, 2000])
            for i in range(points):
                x = 18 + 7 * i / (points - 1)
                p = floor + rise / (1 + math.exp(-slope * (x - midpoint)))
                right = sum(draw.random() < p for _ in range(n))
                file.write(f"F,m{i},{10 ** x:.6g},b,t{task:04d},accuracy,{right / n},{n},{floor}\n")


def million(path, benchmark):
    """1,000,008 rows of 83,334 curves of 12 points, one curve after another."""
    draw = random.Random(20220615)
    with open(path, "w") as file:
        file.write("family,model,params,train_tokens,train_flops,benchmark,task,shots,metric,value,n_examples,chance_level\n")
        for task in range(83334):
            for i in range(12):
                flops = 10 ** (18 + 7 * i / 11)
                params = math.sqrt(flops / 120)
                file.write(f"Synthetic,syn-{i:02d},{params:.6g},{20 * params:.6g},{flops:.6g},{benchmark},task_{task:06d},0,"
                           f"accuracy,{draw.randrange(501) / 500:.6g},500,0.25\n")


def resources(*command):
    """Seconds from start to end and on the processors, and the peak memory in MB, of one run."""
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], [str(part) for part in command], os.environ,
                          file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def imports(folder):
    """Onset and sqlite3 by turns, the best of each: other work on the machine only ever adds."""
    table, again = folder / "million.csv", folder / "again.csv"
    million(table, "first")
    million(again, "second")
    runs = {"sqlite3 .import": [], "into a new workbook": [], "into one that holds a million": []}
    for i in range(5):
        book, plain = folder / f"{i}.onset", folder / f"{i}.db"
        runs["sqlite3 .import"].append(resources("sqlite3", plain, ".mode csv", f".import {table} t"))
        runs["into a new workbook"].append(resources(options.onset, "import", table, "-w", book))
        runs["into one that holds a million"].append(resources(options.onset, "import", again, "-w", book))
        for used in (book, plain):
            used.unlink()
    best = {name: [min(column) for column in zip(*taken)] for name, taken in runs.items()}
    elapsed, busy, _ = best["sqlite3 .import"]
    print("\n| 1,000,008 tidy rows | time | sqlite3 is 1 | on the processors | sqlite3 is 1 | memory |\n|---|---:|---:|---:|---:|---:|")
    for name, (wall, cpu, memory) in best.items():
        print(f"| {name} | {wall:.2f} s | {wall / elapsed:.2f} | {cpu:.2f} s | {cpu / busy:.2f} | {memory:.0f} MB |")


def seconds(*command, **more):
    """The shortest of three runs, from start to end of the process."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        output(*command, **more)
        times.append(time.perf_counter() - start)
    return min(times)


if options.imports:
    with tempfile.TemporaryDirectory() as folder:
        imports(Path(folder))
    raise SystemExit

bench = json.loads(output(options.build / "tests/bench/bench_fit", "--benchmark_format=json"))
found = {run["name"]: run for run in bench["benchmarks"]}
processor = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "")
print(f"{processor}, {os.cpu_count()} processors, {platform.freedesktop_os_release()['PRETTY_NAME']}, "
      f"{output(options.onset, '--version').strip()}; one thread where nothing else is said.\n")

print("| Curve of 12 points | least squares, fits/s | counts with scatter, fits/s |\n|---|---:|---:|")
for name in found:
    if name.startswith("fit/"):
        model = name.removeprefix("fit/")
        print(f"| {model} | {found[name]['fits_per_second']:,.0f} | {found['counts/' + model]['fits_per_second']:,.0f} |")
print(f"| all rivals and the verdict | | {found['verdict']['fits_per_second']:,.0f} |\n")

with tempfile.TemporaryDirectory() as folder:
    table = Path(folder) / "curves.csv"
    curves(table, 1000, 12)
    compared = subprocess.run([here / "peers" / "compare.py", table, "--build", options.build], capture_output=True,
                              text=True)
    print("| 1000 free logistic curves | fits/s | Onset is | fits above the best | failed |\n|---|---:|---:|---:|---:|")
    for line in compared.stdout.splitlines()[1:]:
        engine = line[24:40].strip()
        rate, failed, above, _, *ratio = line[40:].split()
        print(f"| {engine} | {float(rate):,.0f} | {ratio[0] if ratio else ''} | {above} | {failed} |")
    few = Path(folder) / "few.csv"
    curves(few, 200, 12)
    environment = {**os.environ, "XDG_DATA_HOME": folder}
    output(options.onset, "list", "models", env=environment)  # fills the workbook
    print("\n| Whole task | time |\n|---|---:|")
    for noise, words in (("gaussian", "least squares"), ("extra-scatter", "counts with scatter")):
        print(f"| 1000 bootstrap replicates and their band, {words} | {found['band/' + noise]['real_time']:.1f} ms |")
    report = [options.onset, "report", "--threads", "2", "--format", "csv"]
    print(f"| report of 200 curves, profile intervals, two threads | {seconds(*report, '--table', few):.2f} s |")
    bundled = output(*report, env=environment).count("\n") - 1
    print(f"| report of the {bundled} bundled curves, two threads | {seconds(*report, env=environment):.2f} s |")
    imports(Path(folder))
