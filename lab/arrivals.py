"""What checks ask in a benchmark, and what their arrivals say of the schedule they keep."""

from __future__ import annotations

import statistics
import struct
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.node import Node, Process, wait_for


@dataclass(frozen=True)
class Lateness:
    """How late checks came, in ms: after the moment their own earliest arrival says they were due.

    A check with interval I whose arrivals are t1, t2, ... is due at t0 + n I, where t0 is the greatest moment that no
    arrival comes before. Drift, jitter and waiting for a turn all count; so does the target's own tardiness.
    """

    median: float
    p99: float
    worst: float
    arrivals: int
    missing: int


class Target:
    """The target program on a node; `close` ends it and reads what it recorded."""

    def __init__(self, node: Node, *groups: tuple[int, int, str]) -> None:
        """Each group is the first port, the number of ports, and `tcp`, `http` or `hang`."""
        self._output = node.shared / f"arrivals-{node.name}-{node.next_serial()}"
        self._process: Process = node.start(
            [str(node.shared_program("target")), str(self._output), *(f"{p}:{n}:{kind}" for p, n, kind in groups)],
            log="target")
        wait_for(lambda: "listening" in self._process.log_text() or not self._process.running, 20, "the target to listen")
        if not self._process.running:
            raise LabError(f"the target did not start: {self._process.log_text().strip()}")

    def close(self) -> dict[int, list[float]]:
        """Arrivals by port, in monotonic seconds."""
        if self._process.stop(10) != 0:
            raise LabError(f"the target failed: {self._process.log_text().strip()}")
        found: dict[int, list[float]] = {}
        for port, stamp in struct.iter_unpack("<qq", Path(self._output).read_bytes()):
            found.setdefault(port, []).append(stamp / 1e9)
        self._output.unlink()
        return found


def lateness(arrivals: dict[int, list[float]], interval: float, since: float, until: float, checks: int) -> Lateness:
    """Of arrivals between two moments at checks that all have one interval."""
    late: list[float] = []
    count = 0
    for moments in arrivals.values():
        inside = [moment for moment in moments if since <= moment < until]
        if not inside:
            continue
        count += len(inside)
        # Phases are taken around the first arrival's, which is itself within half an interval of every other.
        phases = [(moment - inside[0] + interval / 2) % interval - interval / 2 for moment in inside]
        earliest = min(phases)
        late += [(phase - earliest) * 1000 for phase in phases]
    if len(late) < 100:
        raise LabError(f"only {len(late)} checks arrived in {until - since:.0f} s")
    late.sort()
    expected = round(checks * (until - since) / interval)
    return Lateness(
        median=statistics.median(late), p99=late[int(len(late) * 0.99)], worst=late[-1], arrivals=count,
        missing=max(0, expected - count),
    )
