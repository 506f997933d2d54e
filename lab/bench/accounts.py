"""What an agent's processes have used: processor time with their children's, memory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Iterable

_TICK = os.sysconf("SC_CLK_TCK")


def processor_seconds(pids: Iterable[int]) -> float:
    """Of all threads, ended ones included, and of every child that has ended and been waited for."""
    return sum(own_seconds(pid) + children_seconds(pid) for pid in pids)


def own_seconds(pid: int) -> float:
    user, system, _, _ = _times(pid)
    return (user + system) / _TICK


def children_seconds(pid: int) -> float:
    _, _, user, system = _times(pid)
    return (user + system) / _TICK


def proportional_memory(pid: int) -> int:
    """The process's share of the memory it uses, in KiB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def private_memory(pid: int) -> int:
    """The memory that would be free without the process, in KiB."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith(("Private_Clean:", "Private_Dirty:")))


def _times(pid: int) -> list[int]:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return [int(field) for field in fields[11:15]]
