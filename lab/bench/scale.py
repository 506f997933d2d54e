"""Many addresses and many instances: how fast they move, start and reload, each agent alone on its node in turn."""

from __future__ import annotations

import statistics
import time
from functools import partial
from pathlib import Path
from typing import Callable

from lab.agents import BATON, Agent
from lab.bench.figure import Figure
from lab.capture import Capture
from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.pair import FIRST, Instance, Router

_REPEATS = 9
_ADDRESSES, _INSTANCES, _RELOADED = 250, 255, 250
_LIMIT = 40.0

#: What one repetition gives: a name for each number, in ms unless it says otherwise.
_Numbers = dict[str, float]
_Measure = Callable[[Router, Capture], _Numbers]


def _address(number: int) -> str:
    return f"172.20.{130 + number // 200}.{number % 200 + 1}"


def _instances(count: int, priority: int, **changes: object) -> tuple[Instance, ...]:
    base = Instance(priority, version=3, interval="1").but(**changes)
    return tuple(base.but(name=f"VI_{n}", vrid=n, addresses=(f"{_address(n)}/16",)) for n in range(1, count + 1))


def _first_announcements(capture: Capture, since: float) -> dict[str, float]:
    first: dict[str, float] = {}
    for frame in capture.gratuitous(since=since):
        first.setdefault(frame.address, frame.time)
    return first


def _moved(router: Router, capture: Capture, count: int) -> _Numbers:
    """Everything is taken over from nobody: one election for all."""
    began = time.monotonic()
    router.start()
    wait_for(lambda: len(_first_announcements(capture, began)) >= count, _LIMIT, f"{count} addresses to be announced", 0.05)
    advert = capture.advertisements(FIRST, since=began)[0].time
    return {"first": (max(_first_announcements(capture, began).values()) - advert) * 1000}


def _addresses(router: Router, capture: Capture) -> _Numbers:
    addresses = tuple(f"{_address(n)}/16" for n in range(_ADDRESSES))
    router.configure(Instance(150, version=3, interval="0.1", addresses=addresses))
    return _moved(router, capture, _ADDRESSES)


def _many_instances(router: Router, capture: Capture) -> _Numbers:
    router.configure(*_instances(_INSTANCES, 150, interval="0.1"))
    return _moved(router, capture, _INSTANCES)


def _start(router: Router, capture: Capture) -> _Numbers:
    router.configure(Instance(255, version=3, interval="0.1", state="MASTER"))
    began = time.monotonic()
    router.start()
    wait_for(lambda: bool(capture.advertisements(FIRST, since=began)), _LIMIT, "the first advertisement", 0.01)
    return {"first": (capture.advertisements(FIRST, since=began)[0].time - began) * 1000}


def _reload(router: Router, capture: Capture) -> _Numbers:
    """Every priority changes, and every advertisement must have said so before the reload is over."""
    router.configure(*_instances(_RELOADED, 150))
    router.start()

    def masters(priority: int, since: float) -> set[int]:
        return {a.vrid for a in capture.advertisements(FIRST, since=since) if a.priority == priority}

    wait_for(lambda: len(masters(150, time.monotonic() - 1.3)) == _RELOADED, _LIMIT, "250 masters", 0.1)
    time.sleep(2.5)
    # The moments of the adverts are those of the start, so where the reload falls among them is spread.
    router.configure(*_instances(_RELOADED, 160))
    began = time.monotonic()
    router.reload()
    wait_for(lambda: len(masters(160, began)) == _RELOADED, _LIMIT, "250 changed priorities", 0.05)
    ended = max(min(a.time for a in capture.advertisements(FIRST, since=began) if a.vrid == n and a.priority == 160)
                for n in range(1, _RELOADED + 1))
    time.sleep(2.5)
    missed = 0
    worst = 0.0
    for vrid in range(1, _RELOADED + 1):
        times = [a.time for a in capture.advertisements(FIRST, since=began - 2.2) if a.vrid == vrid]
        gaps = [later - earlier for earlier, later in zip(times, times[1:])]
        missed += sum(max(0, round(gap) - 1) for gap in gaps)
        worst = max(worst, *gaps)
    return {"first": (ended - began) * 1000, "missed": missed, "gap": worst * 1000}


def _run(measure: _Measure, figures: tuple[tuple[str, str, str, float | None, float | None], ...],
         work: Path, agents: list[Agent]) -> list[Figure]:
    numbers: dict[str, list[_Numbers]] = {agent.name: [] for agent in agents}
    for repeat in range(_REPEATS):
        for agent in agents:
            scratch = work / f"scale-{measure.__name__}-{agent.name}-{repeat}"
            scratch.mkdir()
            with Laboratory(scratch) as lab, Capture(lab.switch) as capture:
                router = Router(lab.add_node("first", f"{FIRST}/16", agent.binds()), agent, ())
                numbers[agent.name].append(measure(router, capture))
                assert router.process is not None
                router.process.stop(10)

    def read(name: str, key: str) -> float | None:
        return statistics.median(run[key] for run in numbers[name]) if numbers.get(name) else None

    return [Figure(f"{text}, median of {_REPEATS}", unit, read(BATON.name, key), read("keepalived", key), limit, ratio)
            for key, text, unit, limit, ratio in figures]


#: Name, what it is, and how it is measured.
SCALES: dict[str, tuple[str, Callable[[Path, list[Agent]], list[Figure]]]] = {
    "scale-addresses": (
        f"{_ADDRESSES} addresses of one instance taken over, version 3",
        partial(_run, _addresses, (("first", "from the first advertisement to the first gratuitous ARP of the last address",
                                    "ms", None, 1.0),)),
    ),
    "scale-instances": (
        f"{_INSTANCES} instances of one interface taken over at once, version 3 at 100 ms",
        partial(_run, _many_instances, (("first", "from the first advertisement to the first gratuitous ARP of the last "
                                         "instance", "ms", None, 1.0),)),
    ),
    "scale-start": (
        "an owner (priority 255) starts",
        partial(_run, _start, (("first", "from the start of the agent to its first advertisement", "ms", None, 1.0),)),
    ),
    "scale-reload": (
        f"a reload changes the priority of {_RELOADED} masters, version 3 at 1 s",
        partial(_run, _reload, (
            ("first", "from SIGHUP to the last advertisement that has the new priority first", "ms", None, 1.0),
            ("missed", "advertisements missed, of all instances", "", 0, None),
            ("gap", "longest time between two advertisements of an instance", "ms", None, 1.0),
        )),
    ),
}
