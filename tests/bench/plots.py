"""Plots of the rows and of growth, as SVG files that change only with the numbers."""

from __future__ import annotations

import pathlib

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "commdn"
matplotlib.rcParams["svg.fonttype"] = "none"

from matplotlib import pyplot  # noqa: E402  (the backend is chosen first)

MET, MISSED, OPEN = "#3a7d44", "#c0392b", "#7f8c8d"


def draw(rows: list[dict], plots: list[dict], folder: pathlib.Path, partial: bool) -> None:
    """Draw one file per group of rows (its letter), and one per name of a plot."""
    folder.mkdir(parents=True, exist_ok=True)
    if not partial:
        for letter in sorted({row["id"][0] for row in rows}):
            group = [row for row in rows if row["id"][0] == letter and row.get("ratio") is not None]
            if any(row.get("goal") for row in group):
                goals(group, folder / f"rows-{letter.lower()}.svg")
    for name in dict.fromkeys(plot["plot"] for plot in plots):
        growth([plot for plot in plots if plot["plot"] == name], folder / f"{name}.svg")


def goals(rows: list[dict], path: pathlib.Path) -> None:
    """Each row's ratio as a share of its goal: left of 1 is better, whatever the relation."""
    rows = [row for row in rows if row.get("goal")]
    shares, colours, labels = [], [], []
    for row in rows:
        relation, bound = row["goal"].split()
        share = row["ratio"] / float(bound)
        shares.append(share if relation == "<=" else 1 / share)
        colours.append({True: MET, False: MISSED, None: OPEN}[row["met"]])
        labels.append(f"{row['id']} {row['measure']} / {row.get('peer_name') or 'goal'}")
    figure, axes = pyplot.subplots(figsize=(10, 0.6 + 0.32 * len(rows)), layout="constrained")
    axes.barh(range(len(rows)), shares, color=colours)
    axes.set_yticks(range(len(rows)), labels, fontsize=8)
    axes.invert_yaxis()
    axes.axvline(1, color="black", linewidth=1)
    axes.set_xlabel("share of the goal (up to 1: met)")
    save(figure, path)


def growth(plots: list[dict], path: pathlib.Path) -> None:
    """Series over one variable, both axes logarithmic unless the plot says otherwise."""
    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    for plot in plots:
        xs, ys = zip(*plot["points"], strict=True)
        axes.plot(xs, ys, marker="o", markersize=3, linewidth=1.2, label=plot["series"])
    first = plots[0]
    if first.get("log", True):
        axes.set_xscale("log")
        axes.set_yscale("log")
    axes.set_xlabel(first["x"])
    axes.set_ylabel(first["y"])
    axes.set_title(first["title"], fontsize=10)
    axes.grid(True, which="major", linewidth=0.3)
    axes.legend(fontsize=8)
    save(figure, path)


def save(figure, path: pathlib.Path) -> None:
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
