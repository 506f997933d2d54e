"""How long it takes to look ahead: lint, proofs and simulated time, each as an operator runs it."""

from __future__ import annotations

import statistics
import subprocess
import time
from pathlib import Path

from lab.agents import Agent, programs_directory
from lab.bench.figure import Figure
from lab.errors import LabError

WHAT = "looking ahead from the files: the whole command, start and reading of the files included"
_REPEATS = 9


def measure(work: Path, _agents: list[Agent]) -> list[Figure]:
    folder = work / "foresight"
    many, eight, ten, three = (folder / name for name in ("many", "eight", "ten", "three"))
    many.mkdir(parents=True)
    # Two nodes, so that the rules that compare nodes run.
    for node, priority in (("a", 150), ("b", 100)):
        (many / f"{node}.conf").write_text(_script("web", -60) + "".join(
            _instance(f"VI_{n}", n, priority, f"10.0.{n}.1/24", ["web"]) for n in range(1, 251)))
    _cluster(eight, nodes=3, checks=8)
    _cluster(ten, nodes=5, checks=10)
    _cluster(three, nodes=3, checks=1)
    return [
        Figure("lint of two nodes with 250 instances each, median", "ms",
               _time("lint", "--cluster", str(many)), limit=100),
        Figure("proof for 3 nodes with 8 checks each, median", "ms",
               _time("simulate", "--cluster", str(eight), "--prove"), limit=1000),
        Figure("proof for 5 nodes with 10 checks each, median", "ms",
               _time("simulate", "--cluster", str(ten), "--prove"), limit=10_000),
        Figure("an hour of 3 nodes, with a failure in it, median", "ms",
               _time("simulate", "--cluster", str(three), "--fail", "c0@n0", "--for", "1h", "--format", "json"),
               limit=100),
    ]


def _time(*words: str) -> float:
    times = []
    for _ in range(_REPEATS):
        began = time.monotonic()
        result = subprocess.run([str(programs_directory() / "baton"), *words], stdin=subprocess.DEVNULL,
                                capture_output=True, text=True, check=False)
        times.append((time.monotonic() - began) * 1000)
        if result.returncode not in (0, 1) or not result.stdout:
            raise LabError(f"baton {' '.join(words)} ended with {result.returncode}: {result.stderr.strip()}")
    return statistics.median(times)


def _cluster(folder: Path, nodes: int, checks: int) -> None:
    folder.mkdir()
    names = [f"c{n}" for n in range(checks)]
    for node in range(nodes):
        text = "".join(_script(name, -(n + 3)) for n, name in enumerate(names))
        (folder / f"n{node}.conf").write_text(text + _instance("VI_1", 51, 200 - 2 * node, "10.0.0.1/24", names))


def _script(name: str, weight: int) -> str:
    return (f"vrrp_script {name} {{\n    script \"/usr/bin/test -e /run/{name}\"\n    interval 2\n    fall 2\n"
            f"    rise 2\n    weight {weight}\n}}\n")


def _instance(name: str, number: int, priority: int, address: str, checks: list[str]) -> str:
    tracked = "".join(f"        {check}\n" for check in checks)
    return (f"vrrp_instance {name} {{\n    version 3\n    state BACKUP\n    interface eth0\n"
            f"    virtual_router_id {number}\n    priority {priority}\n    advert_int 1\n"
            f"    virtual_ipaddress {{\n        {address}\n    }}\n    track_script {{\n{tracked}    }}\n}}\n")
