"""The figures as text: ratios, requirements, and the files under lab/results."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any

from lab.bench.cells import CELLS, Cell
from lab.bench.figure import Figure

RESULTS = Path(__file__).resolve().parent.parent / "results"

#: The greatest ratio of baton to keepalived that will do for an idle agent, by figure.
CPU_RATIO = 1.0
MEMORY_RATIO = 1.0


def load(folder: Path) -> dict[str, Any]:
    """The figures of earlier runs, which a partial run completes."""
    path = folder / "bench.json"
    return json.loads(path.read_text()) if path.exists() else {"cells": {}, "idle": {}}


def save(results: dict[str, Any], folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "bench.json").write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    (folder / "bench.md").write_text(render(results))


def machine() -> dict[str, str]:
    """What the figures were measured on, without naming it."""
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "kernel": f"Linux {platform.release().split('-')[0]}",
        "processor": f"{os.cpu_count()} x {model}",
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def keepalived_version(tree: Path) -> str:
    result = subprocess.run([str(tree / "usr/sbin/keepalived"), "--version"], capture_output=True, text=True, check=False,
                            env={"LD_LIBRARY_PATH": str(tree / "usr/lib/x86_64-linux-gnu")})
    return (result.stderr + result.stdout).splitlines()[0].split(" (")[0] if result.returncode == 0 else "Keepalived"


def spread(values: list[float]) -> str:
    """Median (minimum to maximum), in ms."""
    if not values:
        return "-"
    return f"{statistics.median(values):.0f} ({min(values):.0f} to {max(values):.0f})"


def verdict(cell: Cell, result: dict[str, Any]) -> str:
    """PASS or FAIL against the cell's requirement, or nothing where it has none."""
    requirement = cell.requirement
    ours = result.get("baton", [])
    theirs = result.get("keepalived", [])
    if requirement is None or not ours:
        return ""
    if requirement.ratio is None:
        clean = all(run["failures"] == 0 and run["takeover"] is None for run in ours)
        return f"{'PASS' if clean else 'FAIL'} (no move, no failed request)"
    ratio = _ratio(ours, theirs)
    if ratio is None:
        return ""
    return f"{'PASS' if ratio <= requirement.ratio else 'FAIL'} (at most {requirement.ratio:.2f})"


def _ratio(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> float | None:
    if not ours or not theirs:
        return None
    return statistics.median(r["outage"] for r in ours) / statistics.median(r["outage"] for r in theirs)


def line(cell: Cell, result: dict[str, Any]) -> list[str]:
    """One cell as table fields."""
    ours, theirs = result.get("baton", []), result.get("keepalived", [])
    ratio = _ratio(ours, theirs)
    lost = "/".join(str(round(statistics.median(r["failures"] for r in runs))) if runs else "-" for runs in (ours, theirs))
    moved = "/".join(f"{sum(r['takeover'] is not None for r in runs)} of {len(runs)}" if runs else "-"
                     for runs in (ours, theirs))
    return [
        cell.fault.value, cell.timing.name, spread([r["outage"] for r in ours]),
        spread([r["outage"] for r in theirs]) if theirs else str(result.get("keepalived_note", "-")),
        f"{ratio:.2f}" if ratio is not None else "-", lost, moved, verdict(cell, result),
    ]


def idle_lines(idle: dict[str, Any]) -> list[list[str]]:
    """The idle figures as table fields, with their requirements."""
    rows = []
    for count in sorted(idle, key=int):
        for role in ("master", "backup"):
            ours, theirs = idle[count].get("baton", {}).get(role), idle[count].get("keepalived", {}).get(role)
            if not ours or not theirs:
                continue
            # Idle means all of it: the checker's time is included, as that of keepalived's scripts would be.
            cpu = (sum(ours["cpu"].values()), sum(theirs["cpu"].values()))
            row = [count, role, f"{cpu[0]:.0f}", f"{cpu[1]:.0f}", *_compared(cpu, CPU_RATIO if int(count) == 250 else None)]
            if ours["pss"] and theirs["pss"]:
                memory = tuple(sum(v for k, v in usage["pss"].items() if k != "checker") / 1024 for usage in (ours, theirs))
                row += [f"{memory[0]:.1f}", f"{memory[1]:.1f}", *_compared(memory, MEMORY_RATIO),
                        f"{ours['pss'].get('checker', 0) / 1024:.1f}"]
            else:
                row += [""] * 5
            rows.append(row)
    return rows


def _compared(pair: tuple[float, ...], limit: float | None) -> list[str]:
    """The ratio, and its verdict where there is a limit."""
    ratio = pair[0] / max(pair[1], 0.001)
    return [f"{ratio:.2f}", "" if limit is None else f"{'PASS' if ratio <= limit else 'FAIL'} (at most {limit:.2f})"]


def render(results: dict[str, Any]) -> str:
    """The whole report."""
    out = ["# baton beside keepalived", ""]
    about = results.get("machine", {})
    out += [f"Last measured {about.get('date', '')} (a part measured again replaces its rows) on {about.get('kernel', '')}, {about.get('processor', '')}, "
            f"{results.get('keepalived', 'keepalived')} of Debian; load average at the start {about.get('load', '?')}.",
            "", "Both agents in the same run, one fault each in turn, in containers' namespaces: the seed's two web nodes at",
            "priority 200 and 100, a client that opens a connection to the virtual address and asks for the page every",
            "millisecond. *Outage* is the longest time between the starts of two successful connections: median",
            "(minimum to maximum) in ms, 1 to 2 meaning that nothing was lost. The faults' moments are spread evenly over the",
            "interval of the check or of the advertisements. *Lost* and *moved*: failed connections (median) and runs in which",
            "the other node took the address, baton/keepalived.", "",
            "| fault | timing | baton, ms | keepalived, ms | ratio | lost | moved | required |",
            "|---|---|---|---|---|---|---|---|"]
    notes = []
    for cell in CELLS:
        result = results["cells"].get(cell.name)
        if result:
            out.append("| " + " | ".join(line(cell, result)) + " |")
            if cell.note:
                notes.append(f"* {cell.fault.value}, {cell.timing.name}: {cell.note}.")
    out += ["", *notes]
    rows = idle_lines(results["idle"])
    if rows:
        out += ["", "## Idle, version 2 at 1 s, all instances on one interface", "",
                "Processor time is of all processes, the checker included; memory is the proportional set size of supervisor",
                "and router beside all of keepalived's, one node of each agent running at the time. The checker stands apart.",
                "",
                "| instances | role | CPU baton, ms/min | CPU keepalived | ratio | required | memory baton, MiB "
                "| memory keepalived | ratio | required | checker, MiB |",
                "|---|---|---|---|---|---|---|---|---|---|---|"]
        out += ["| " + " | ".join(row) + " |" for row in rows]
    for name, entry in results.get("checks", {}).items():
        out += ["", f"## {entry['what']}", "", "| figure | unit | baton | keepalived | ratio | required |", "|---|---|---|---|---|---|"]
        out += ["| " + " | ".join(Figure(**figure).fields()) + " |" for figure in entry["figures"]]
    return "\n".join(out) + "\n"


def failures(results: dict[str, Any], names: list[str]) -> list[str]:
    """The requirements not met, among the cells just measured."""
    found = [cell.name for cell in CELLS
             if cell.name in names and verdict(cell, results["cells"].get(cell.name, {})).startswith("FAIL")]
    if "idle" in names:
        found += [f"idle, {row[0]} instances, {row[1]}" for row in idle_lines(results["idle"])
                  if row[5].startswith("FAIL") or row[9].startswith("FAIL")]
    found += [f"{name}: {figure['name']}" for name, entry in results.get("checks", {}).items() if name in names
              for figure in entry["figures"] if Figure(**figure).verdict.startswith("FAIL")]
    return found
