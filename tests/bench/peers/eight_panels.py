#!/usr/bin/python3
"""The eight panels of Wei et al. 2022, Figure 2, by matplotlib: what `onset render` is timed against.

usage: eight_panels.py OUT.(pdf|png|svg)
"""
import csv
import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402

if len(sys.argv) != 2:
    sys.exit(__doc__)
datasets = Path(__file__).resolve().parents[3] / "datasets" / "emergent-figures"
figure = json.loads((datasets / "figures" / "figure-2.json").read_text())
with open(datasets / "table.csv", newline="") as file:
    rows = list(csv.DictReader(file))

plt.rcParams.update({"font.size": 7, "font.family": "DejaVu Sans", "pdf.fonttype": 42, "lines.linewidth": 1})
page, axes = plt.subplots(2, 4, figsize=(180 / 25.4, 95 / 25.4), layout="constrained")
for letter, panel, ax in zip("ABCDEFGH", figure["panels"], axes.flat):
    for curve in panel["curves"]:
        points = sorted((float(row["train_flops"]), 100 * float(row["value"]), row["chance_level"]) for row in rows
                        if row["model_family"] == curve["family"] and row["task"] == curve["task"]
                        and row["metric"] == curve["metric"] and row["train_flops"])
        ax.plot([x for x, _, _ in points], [y for _, y, _ in points], marker="o", markersize=3,
                label=curve["family"])
        if points and points[0][2]:
            ax.axhline(100 * float(points[0][2]), color="grey", linestyle="--", linewidth=0.7)
    ax.set_xscale("log")
    ax.set_title(f"({letter}) {panel['title']}", loc="left")
    ax.spines[["top", "right"]].set_visible(False)
page.supxlabel("Training compute (FLOPs)")
page.supylabel("Score (%)")
handles = {label: handle for ax in axes.flat for handle, label in zip(*ax.get_legend_handles_labels())}
page.get_layout_engine().set(rect=(0, 0, 1, 0.93))  # the legend stands above
page.legend(handles.values(), handles.keys(), loc="upper center", ncols=len(handles), frameon=False)
page.savefig(sys.argv[1])
