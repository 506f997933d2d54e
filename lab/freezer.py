"""Stopping a whole node at once, as ``docker pause`` does.

The cgroup freezer (version 2 or 1) where this user may make a group; otherwise SIGSTOP to every process of the node,
which its processes cannot tell from a freezer but for the instant between the first and the last of them.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Callable, Protocol

PREFIX = "baton-lab."


class Freezer(Protocol):
    """Stops and continues the processes of one node."""

    description: str

    def enrol(self) -> None:
        """Called in each new process of the node before it executes its program."""

    def freeze(self) -> None: ...

    def thaw(self) -> None: ...

    def close(self) -> None: ...


def parents() -> list[Path]:
    """The directories in which this user may make freezer groups, best first."""
    candidates: list[Path] = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        fields, _, tail = line.partition(" - ")
        kind, _, options = tail.split(" ", 2)
        mount = Path(fields.split()[4])
        if kind == "cgroup2" and (mount / "cgroup.procs").exists():
            candidates.append(mount)
        elif kind == "cgroup" and "freezer" in options.split()[-1].split(","):
            candidates.append(mount)
    return [path for path in candidates if os.access(path, os.W_OK)]


class CgroupFreezer:
    """A group of its own under one of `parents`."""

    def __init__(self, parent: Path, name: str) -> None:
        self._group = parent / f"{PREFIX}{name}"
        self._group.mkdir()
        modern = (self._group / "cgroup.freeze").exists()
        self._control = self._group / ("cgroup.freeze" if modern else "freezer.state")
        self._report = self._group / ("cgroup.events" if modern else "freezer.state")
        self._words = (("1", "0", "frozen 1") if modern else ("FROZEN", "THAWED", "FROZEN"))
        if not self._control.exists():
            self._group.rmdir()
            raise OSError(f"{parent} has no freezer")
        self.description = "cgroup freezer"

    def enrol(self) -> None:
        with open(self._group / "cgroup.procs", "w") as file:
            file.write("0")

    def freeze(self) -> None:
        self._control.write_text(self._words[0])
        while self._words[2] not in self._report.read_text():
            time.sleep(0.0005)

    def thaw(self) -> None:
        self._control.write_text(self._words[1])

    def close(self) -> None:
        self.thaw()
        for _ in range(100):
            try:
                self._group.rmdir()
                return
            except OSError:
                time.sleep(0.02)


class SignalFreezer:
    """SIGSTOP and SIGCONT to every process of the node's process namespace."""

    def __init__(self, pids: Callable[[], list[int]]) -> None:
        self._pids = pids
        self.description = "SIGSTOP to every process"

    def enrol(self) -> None:
        pass

    def freeze(self) -> None:
        # Twice, for a process that was being born while the first round went through.
        for _ in range(2):
            self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        self._send(signal.SIGCONT)

    def close(self) -> None:
        self.thaw()

    def _send(self, number: signal.Signals) -> None:
        for pid in self._pids():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


def make(name: str, pids: Callable[[], list[int]]) -> Freezer:
    """The best freezer this user may have for a node of that name."""
    for parent in parents():
        try:
            return CgroupFreezer(parent, name)
        except OSError:
            continue
    return SignalFreezer(pids)
