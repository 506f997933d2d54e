"""``python3 -m lab bench [--list] [--cells NAME...] [--runs N]``: measures, prints, and writes lab/results."""

from __future__ import annotations

import argparse
import dataclasses
import os
import shutil
from functools import partial
from pathlib import Path
from typing import Any, Callable

from lab import packages
from lab.agents import AGENTS, KEEPALIVED, Agent
from lab.bench import death, foresight, load, loading, report, resources, scale
from lab.bench.cells import CELLS, Cell, Fault
from lab.bench.figure import Figure
from lab.bench.stage import Run, Stage
from lab.errors import LabError
from lab.seed import KEEPALIVED_SCRIPT

_IDLE = "idle"

#: What is measured once, as a list of figures: name, what it is, and how.
_CHECKS: dict[str, tuple[str, Callable[[Path, list[Agent]], list[Figure]]]] = {
    plan.name: (plan.what, partial(load.measure, plan)) for plan in load.LOADS
} | {
    "checks-loading": (loading.WHAT, loading.measure),
    "checks-death": (death.WHAT, death.measure),
    "foresight": (foresight.WHAT, foresight.measure),
} | scale.SCALES


def main(arguments: list[str], work: Path) -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the cells and measure nothing")
    parser.add_argument("--cells", nargs="*", default=[], metavar="NAME",
                        help="only cells whose name contains one of these; 'idle' is CPU and memory")
    parser.add_argument("--runs", type=int, default=7, help="faults of each kind for each agent (default 7)")
    parser.add_argument("--agents", nargs="*", choices=AGENTS, default=list(AGENTS), help="default: both")
    parser.add_argument("--no-build", action="store_true", help="measure the programs as they are")
    parser.add_argument("--results", type=Path, default=report.RESULTS, metavar="DIR", help="default: lab/results")
    options = parser.parse_args(arguments)
    names = [name for name in (*(cell.name for cell in CELLS), _IDLE, *_CHECKS)
             if not options.cells or any(wanted in name for wanted in options.cells)]
    if options.list:
        print("\n".join(names))
        return 0
    if not names or options.runs < 1:
        raise LabError("nothing to measure: see scripts/bench --list, and give at least one run")
    agents = [AGENTS[name] for name in options.agents]
    results = report.load(options.results)
    results["machine"] = report.machine()
    results["keepalived"] = report.keepalived_version(packages.ensure())
    if KEEPALIVED in agents:
        print(f"keepalived's script is {KEEPALIVED_SCRIPT}: Debian's 2.2.7 follows the link pidof to killall5 otherwise.")
    for cell in CELLS:
        if cell.name in names:
            results["cells"][cell.name] = _measure(cell, agents, options.runs, work)
            print("  => " + " | ".join(report.line(cell, results["cells"][cell.name])[2:]), flush=True)
            report.save(results, options.results)
    if _IDLE in names:
        _measure_idle(results, agents, work)
        report.save(results, options.results)
    for name, (what, measure) in _CHECKS.items():
        if name in names:
            print(f"{name}: {what}", flush=True)
            results.setdefault("checks", {})[name] = {
                "what": what, "figures": [dataclasses.asdict(figure) for figure in measure(work, agents)]
            }
            for figure in results["checks"][name]["figures"]:
                print("  " + " | ".join(Figure(**figure).fields()), flush=True)
            report.save(results, options.results)
    missed = report.failures(results, names)
    print("\n" + report.render(results))
    print("Every required ratio is met." if not missed else "Not met: " + "; ".join(missed))
    return 1 if missed else 0


def _measure(cell: Cell, agents: list[Agent], runs: int, work: Path) -> dict[str, Any]:
    print(f"{cell.name}: {cell.fault.value}", flush=True)
    stages: list[Stage] = []
    result: dict[str, Any] = {"runs": runs}
    scratch = work / f"bench-{cell.name}"
    scratch.mkdir()
    try:
        for agent in agents:
            stage = Stage(scratch / agent.name, agent, cell)
            stages.append(stage)
            result[agent.name] = []
            if not stage.start():
                if not (agent is KEEPALIVED and cell.fault is Fault.PROCESS):
                    raise LabError(f"{agent.name} did not become master")
                result["keepalived_note"] = "never master: its process events are refused in a container"
                stage.close()
                stages.remove(stage)
        for index in range(runs):
            for stage in stages:
                run = _valid_run(stage, (index + 0.5) / runs)
                result[stage.agent.name].append(dataclasses.asdict(run))
                took = "no move" if run.takeover is None else f"taken over after {run.takeover:.0f} ms"
                print(f"  {stage.agent.name:<11} {run.outage:8.1f} ms   {run.failures:5d} lost   {took}", flush=True)
    finally:
        for stage in stages:
            stage.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return result


def _valid_run(stage: Stage, phase: float) -> Run:
    """One run; repeated when the machine held the client up, the last of three taken as it is."""
    for _ in range(2):
        run = stage.measure(phase)
        if run.valid:
            return run
        print(f"  (repeated: the client was held up {run.hold_up:.0f} ms)", flush=True)
    return stage.measure(phase)


def _measure_idle(results: dict[str, Any], agents: list[Agent], work: Path) -> None:
    for count in resources.COUNTS:
        print(f"idle: {count} instance{'s' if count > 1 else ''}, {resources.SECONDS} s", flush=True)
        scratch = work / f"idle-{count}"
        os.mkdir(scratch)
        usage = resources.measure(scratch, count, agents)
        results["idle"][str(count)] = {
            name: {role: dataclasses.asdict(value) for role, value in roles.items()} for name, roles in usage.items()
        }
