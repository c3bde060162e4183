#!/usr/bin/python3
"""Sets Onset's verdicts on BIG-G's tasks against the categories that Wei et al. 2022, Appendix E, give the tasks.

usage: big_bench_confusion.py ONSET SCORES.csv CATEGORIES.csv
ONSET: the program. SCORES.csv: three-shot accuracies of BIG-G's sizes in the tidy form. CATEGORIES.csv: task_id and
category. Prints how often each category met each verdict, and what stands behind the tasks that the paper calls
emergent and the verdict does not. The categories were given by eye, to other families too.
"""
import collections
import csv
import subprocess
import sys

if len(sys.argv) != 4:
    sys.exit(__doc__)
onset, scores, categories = sys.argv[1:]
command = [onset, "report", "--table", scores, "--metric", "accuracy*", "--setting", "3-shot*", "--format", "csv"]
run = subprocess.run(command, capture_output=True, text=True)
if run.returncode not in (0, 3):  # 3: some rows were refused and are named
    sys.exit(run.stderr)
rows = list(csv.DictReader(run.stdout.splitlines()))
with open(categories, newline="") as file:
    category = {row["task_id"]: row["category"] for row in csv.DictReader(file)}

EMERGENT = {"emergent", "emergent by definition", "smooth onset"}


def reason(row):
    """Why the verdict is not one of emergence."""
    named = category[row["task"]]
    if row["pattern"] == "none":
        return "the table states no chance level, so nothing was tested against it"
    if row["pattern"] == "flat":
        return ("no size of BIG-G is above chance; the paper saw it emerge in PaLM" if named == "emergent_palm"
                else "no size of BIG-G is above chance by 5 points and significantly, in a fifth of the examples")
    if row["pattern"] == "present":
        return "all sizes are above chance"
    return f"the pattern is {row['pattern']}: " + row["sentence"]


table = collections.Counter((category.get(row["task"], "not in Appendix E"), row["verdict"]) for row in rows)
verdicts = sorted({verdict for _, verdict in table})
names = sorted({name for name, _ in table})
width = max(map(len, names))
print(f"{len(rows)} tasks\n")
print(" " * width, *verdicts, sep=" | ")
for name in names:
    print(f"{name:{width}}", *(f"{table[name, verdict]:{len(verdict)}d}" for verdict in verdicts), sep=" | ")

print("\nCalled emergent by the paper, not by the verdict:")
for row in rows:
    if category.get(row["task"], "").startswith("emergent") and row["verdict"] not in EMERGENT:
        print(f"- {row['task']} ({category[row['task']]}): {row['verdict']}. {reason(row)}")
print("\nCalled emergent by the verdict, not by the paper:")
for row in rows:
    named = category.get(row["task"])
    if named and not named.startswith("emergent") and row["verdict"] == "emergent":
        print(f"- {row['task']} ({named}): {row['sentence']}")
