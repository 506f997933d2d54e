"""A process dies: how long until the agent has said so on the wire."""

from __future__ import annotations

import os
import signal
import statistics
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED, Agent
from lab.bench.figure import Figure
from lab.capture import Capture
from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.pair import FIRST, Instance, Router

WHAT = "a process dies, killed; until an advertisement has the lower priority"
_LIMIT_MS = 5
_DEATHS = {BATON.name: 200, KEEPALIVED.name: 15}
_UP, _DOWN = 200, 140
_WORKER = "lab-worker"
_INSTANCE = Instance(_UP, version=3, interval="0.1")

_CONFIGURATIONS = {
    BATON.name: f"check worker {{\n    process {_WORKER}\n    interval 1\n    fast_interval 0.1\n    down_interval 0.1\n"
                "    weight -60\n    tracked_by VI_1\n}\n",
    KEEPALIVED.name: f"vrrp_script worker {{\n    script \"/bin/sh -c 'exec pidof {_WORKER}'\"\n    interval 1\n"
                     "    weight -60\n}\n",
}


def measure(work: Path, agents: list[Agent]) -> list[Figure]:
    """The report itself is inside the agent; what it causes is on the wire at once, so the wire's delay bounds it."""
    delays = {agent.name: _delays(work, agent) for agent in agents}

    def read(name: str, pick: object) -> float | None:
        return pick(sorted(delays[name])) if delays.get(name) else None  # type: ignore[operator]

    def both(text: str, pick: object, limit: float | None = None) -> Figure:
        return Figure(f"{text}, of {_DEATHS[BATON.name]} deaths (keepalived polls every second: {_DEATHS[KEEPALIVED.name]})",
                      "ms", read(BATON.name, pick), read(KEEPALIVED.name, pick), limit=limit)

    return [both("median", statistics.median), both("p99", lambda v: v[int(len(v) * 0.99)], _LIMIT_MS),
            both("worst", lambda v: v[-1])]


def _delays(work: Path, agent: Agent) -> list[float]:
    scratch = work / f"death-{agent.name}"
    scratch.mkdir()
    found = []
    with Laboratory(scratch) as lab, Capture(lab.switch) as capture:
        node = lab.add_node("first", f"{FIRST}/16", agent.binds())
        node.run(["cp", "/bin/sleep", f"/tmp/{_WORKER}"])
        router = Router(node, agent, ())
        body = "track_script {\n    worker\n}" if agent is KEEPALIVED else ""
        router.configure(_INSTANCE.but(body=body), head=_CONFIGURATIONS[agent.name])
        node.start([f"/tmp/{_WORKER}", "1000"], log="worker")
        wait_for(lambda: bool(node.pids_named(_WORKER)), 5, "the worker")
        router.start()
        router.await_master(20)
        for index in range(_DEATHS[agent.name]):
            if index:
                node.start([f"/tmp/{_WORKER}", "1000"], log="worker")

            def settled(priority: int) -> bool:
                heard = capture.advertisements(FIRST, since=time.monotonic() - 0.35)
                return len(heard) > 1 and all(a.priority == priority for a in heard)

            wait_for(lambda: settled(_UP), 10, "the full priority")
            # The phase to the adverts and to the polls is spread: multiples of the golden ratio of a second.
            time.sleep(index * 0.618 % (1 if agent is KEEPALIVED else 0.1))
            pid = node.pids_named(_WORKER)[0]
            moment = time.monotonic()
            os.kill(pid, signal.SIGKILL)

            def lowered() -> list[float]:
                return [a.time for a in capture.advertisements(FIRST, since=moment - 0.001) if a.priority == _DOWN]

            wait_for(lambda: bool(lowered()), 10, "the lower priority", 0.05)
            found.append((lowered()[0] - moment) * 1000)
    return found
