"""What an idle agent costs: processor time over a minute, and proportional memory."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from lab.agents import AGENTS, Agent
from lab.capture import Capture
from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Router

COUNTS = (1, 250)
SECONDS = 60


@dataclass(frozen=True)
class Usage:
    """Per role of process: processor time in ms a minute and proportional set size in KiB (the master's only)."""

    cpu: dict[str, float]
    pss: dict[str, int]


def _instances(count: int, priority: int) -> tuple[Instance, ...]:
    return tuple(
        Instance(priority, name=f"VI_{n}", vrid=n, addresses=(f"172.20.{130 + n // 200}.{n % 200 + 1}/16",))
        for n in range(1, count + 1)
    )


def _cpu_nanoseconds(pid: int) -> int:
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir())


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def measure(work: Path, count: int, agents: list[Agent]) -> dict[str, dict[str, Usage]]:
    """Usage by agent and role (master, backup) with `count` instances at version 2, 1 s; all agents idle side by side.

    Memory is read while each agent runs once, as on a machine of its own: a second copy would share its pages.
    """
    labs: list[Laboratory] = []
    routers: dict[tuple[str, str], Router] = {}
    captures: list[Capture] = []
    memory: dict[tuple[str, str], dict[str, int]] = {}
    try:
        for agent in agents:
            scratch = work / f"idle-{agent.name}-{count}"
            scratch.mkdir()
            lab = Laboratory(scratch, switch=agent.name[:2])
            lab.__enter__()
            labs.append(lab)
            captures.append(Capture(lab.switch))
            for role, address, priority in (("master", FIRST, 200), ("backup", SECOND, 100)):
                router = Router(lab.add_node(role, f"{address}/16", agent.binds()), agent, ())
                router.configure(*_instances(count, priority))
                routers[agent.name, role] = router
        for role in ("master", "backup"):
            for agent, capture in zip(agents, captures):
                routers[agent.name, role].start()
                _await_steady(agent, capture, count)
            # The second round of announcements comes five seconds after the election; idle begins after it.
            time.sleep(8)
            if role == "master":
                for agent in agents:
                    group = agent.processes(routers[agent.name, role].node)
                    memory[agent.name, role] = {part: _pss(pid) for part, pid in group.items()}
        return _observe(agents, routers, memory)
    finally:
        for capture in captures:
            capture.close()
        for lab in labs:
            lab.__exit__(None, None, None)


def _await_steady(agent: Agent, capture: Capture, count: int) -> None:
    def steady() -> bool:
        heard = capture.advertisements(since=time.monotonic() - 2.2)
        return {a.source for a in heard} == {FIRST} and len({a.vrid for a in heard}) == count

    wait_for(steady, 40, f"{agent.name} to be master of all {count} instances", 0.2)


def _observe(agents: list[Agent], routers: dict[tuple[str, str], Router],
             memory: dict[tuple[str, str], dict[str, int]]) -> dict[str, dict[str, Usage]]:
    processes = {key: AGENTS[key[0]].processes(router.node) for key, router in routers.items()}
    before = {pid: _cpu_nanoseconds(pid) for group in processes.values() for pid in group.values()}
    started = time.monotonic()
    time.sleep(SECONDS)
    scale = 60 / (time.monotonic() - started)
    after = {pid: _cpu_nanoseconds(pid) for pid in before}
    usage: dict[str, dict[str, Usage]] = {agent.name: {} for agent in agents}
    for (name, role), group in processes.items():
        usage[name][role] = Usage(
            cpu={part: (after[pid] - before[pid]) / 1e6 * scale for part, pid in group.items()},
            pss=memory.get((name, role), {}),
        )
    return usage
