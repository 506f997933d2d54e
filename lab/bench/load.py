"""Many checks at once: what they cost, how late they come, and whether the advertisements notice."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, TypeVar

from lab.agents import BATON, KEEPALIVED, Agent
from lab.arrivals import Lateness, Target, lateness
from lab.bench import accounts
from lab.bench.figure import Figure
from lab.capture import Capture
from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.pair import FIRST, NGINX_CONFIGURATION, Instance, Router

_Element = TypeVar("_Element")
_ADVERT = 0.1
_INSTANCE = Instance(200, version=3, interval=str(_ADVERT))
_TCP_PORT, _HTTP_PORT, _HANG_PORT = 10000, 20000, 30000
#: From the election to the measurement: start-up and its burst of first runs are over.
_SETTLING = 6.0
_WINDOW = 30.0


@dataclass(frozen=True)
class Load:
    """How many checks of each kind, all at one interval in seconds."""

    name: str
    what: str
    processes: int = 0
    tcp: int = 0
    http: int = 0
    hung_http: int = 0
    hung_scripts: int = 0
    beside_keepalived: bool = False
    ratio: float | None = None
    lateness_limit: float | None = None
    interval: int = 1

    @property
    def rate(self) -> int:
        return self.processes + self.tcp + self.http

    def configuration(self, agent: Agent) -> str:
        return self._checks() if agent is BATON else self._scripts()

    def _checks(self) -> str:
        """Starts are spread over the interval: ten thousand checks due at one instant would measure the queue."""
        # Where keepalived runs beside, one failure is a fault as with it; ten thousand are to be measured though one fails.
        weight = "0" if self.beside_keepalived else "1"
        blocks = [("process nginx", weight)] * self.processes
        blocks += [(f"tcp 127.0.0.1:{_TCP_PORT + n}", weight) for n in range(self.tcp)]
        blocks += [(f"http http://127.0.0.1:{_HTTP_PORT + n}/healthz", weight) for n in range(self.http)]
        # What hangs is down for ever; a positive weight that is never added moves nothing.
        blocks += [(f"http http://127.0.0.1:{_HANG_PORT + n}/healthz", "1") for n in range(self.hung_http)]
        blocks += [('shell "trap \'\' TERM; sleep 1000"' if n % 2 else "exec /bin/sleep 1000", "1")
                   for n in range(self.hung_scripts)]
        text = []
        for index, (plugin, weight) in enumerate(_interleaved(blocks)):
            offset = f"    start_offset {min(self.interval, 10) * index / len(blocks):.4f}\n"
            text.append(f"check c{index} {{\n    {plugin}\n    interval {self.interval}\n    timeout 0.8\n{offset}"
                        f"    weight {weight}\n    tracked_by VI_1\n}}\n")
        return "".join(text)

    def _scripts(self) -> str:
        commands = ["/bin/sh -c 'exec pidof nginx'"] * self.processes
        commands += [f"/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/{_TCP_PORT + n}'" for n in range(self.tcp)]
        commands += [f"/usr/bin/curl -sf -o /dev/null http://127.0.0.1:{_HTTP_PORT + n}/healthz" for n in range(self.http)]
        return "".join(f'vrrp_script c{index} {{\n    script "{command}"\n    interval {self.interval}\n    timeout 1\n    weight 0\n}}\n'
                       for index, command in enumerate(_interleaved(commands)))

    def instance(self, agent: Agent) -> Instance:
        if agent is BATON:
            return _INSTANCE
        names = "\n".join(f"    c{index}" for index in range(self.rate))
        return _INSTANCE.but(body=f"track_script {{\n{names}\n}}")


LOADS = (
    Load("checks-200", "200 checks a second: a third each `pidof nginx`, TCP connect, HTTP GET", 67, 67, 66,
         beside_keepalived=True, ratio=1 / 20),
    Load("checks-1000", "1,000 native checks a second, a third of each kind", 333, 333, 334),
    Load("checks-process-1000", "1,000 process checks a second", processes=1000),
    Load("checks-tcp-1000", "1,000 TCP connects a second", tcp=1000),
    Load("checks-http-1000", "1,000 HTTP requests a second", http=1000),
    Load("checks-10000", "10,000 native checks a second, a third of each kind", 3333, 3333, 3334),
    Load("checks-hung", "100 checks a second beside 500 hung HTTP servers and 100 hung scripts", 0, 50, 50, 500, 100,
         lateness_limit=50),
)


@dataclass(frozen=True)
class _Sample:
    """CPU in seconds a second: the agent's own by role, its children's; adverts' gaps in ms; checks' lateness."""

    own: dict[str, float]
    children: float
    gap_p99: float
    gap_worst: float
    late: Lateness | None
    memory: int

    @property
    def cpu(self) -> float:
        return sum(self.own.values()) + self.children

    @property
    def share_run(self) -> float:
        """Of the runs that were due, those that came, as far as the target can tell."""
        return 1.0 if self.late is None else self.late.arrivals / (self.late.arrivals + self.late.missing)


def measure(load: Load, work: Path, agents: list[Agent]) -> list[Figure]:
    """Each agent alone on the machine, one after the other."""
    samples: dict[str, _Sample] = {}
    for agent in agents:
        if agent is BATON or load.beside_keepalived:
            samples[agent.name] = _sample(load, work, agent)
    ours, theirs = samples.get(BATON.name), samples.get(KEEPALIVED.name)

    def both(name: str, unit: str, read: object, **asked: float | None) -> Figure:
        values = [None if s is None else read(s) for s in (ours, theirs)]  # type: ignore[operator]
        return Figure(name, unit, *values, **asked)

    figures = [both("processor time, all processes and children", "ms/s", lambda s: s.cpu * 1000)]
    if ours is not None:
        figures += [Figure(f"of that the {role}", "ms/s", value * 1000) for role, value in ours.own.items()]
    total = load.rate + load.hung_http + load.hung_scripts
    # On a machine with no time to spare an agent uses less by running less: what counts is the price of a run.
    figures.append(both("processor time of a check that ran", "µs", lambda s: s.cpu * 1e6 / (total * s.share_run), ratio=load.ratio))
    if load.tcp + load.http:
        figures += _lateness(load, both)
    figures += [
        both("time between adverts of 100 ms, p99", "ms", lambda s: s.gap_p99),
        both("time between adverts of 100 ms, worst", "ms", lambda s: s.gap_worst,
             limit=150 if load.hung_http else None),
        both("memory of the checker, or of all keepalived", "MiB", lambda s: s.memory / 1024),
    ]
    return figures


def _lateness(load: Load, both: Callable[..., Figure]) -> list[Figure]:
    return [
        both("a check's lateness, median", "ms", lambda s: s.late.median),
        both("a check's lateness, p99", "ms", lambda s: s.late.p99, limit=load.lateness_limit),
        both("a check's lateness, worst", "ms", lambda s: s.late.worst),
        both("runs that never came, of all", "%",
             lambda s: 100 * (1 - s.share_run)),
    ]


def _sample(load: Load, work: Path, agent: Agent) -> _Sample:
    scratch = work / f"{load.name}-{agent.name}"
    scratch.mkdir()
    with Laboratory(scratch) as lab, Capture(lab.switch) as capture:
        router, target = stage(lab, load, agent)
        node = router.node
        router.start()
        router.await_master(60)
        time.sleep(_SETTLING)
        pids = agent.processes(node)
        before = {role: (accounts.own_seconds(pid), accounts.children_seconds(pid)) for role, pid in pids.items()}
        start = time.monotonic()
        time.sleep(_WINDOW)
        end = time.monotonic()
        after = {role: (accounts.own_seconds(pid), accounts.children_seconds(pid)) for role, pid in pids.items()}
        own = {role: (after[role][0] - before[role][0]) / (end - start) for role in pids}
        children = sum(after[role][1] - before[role][1] for role in pids) / (end - start)
        memory = sum(accounts.proportional_memory(pid) for role, pid in pids.items() if agent is KEEPALIVED or role == "checker")
        adverts = [a.time for a in capture.advertisements(FIRST) if start <= a.time < end]
        router.signal(15)
        arrivals = target.close()
    gaps = sorted((b - a) * 1000 for a, b in zip(adverts, adverts[1:]))
    asked = load.tcp + load.http
    late = lateness(arrivals, load.interval, start, end, asked) if asked else None
    return _Sample(own, children, gaps[int(len(gaps) * 0.99)], gaps[-1], late, memory)


def stage(lab: Laboratory, load: Load, agent: Agent) -> tuple[Router, Target]:
    """A node with nginx, the target and a configured agent that is not started yet."""
    node = lab.add_node("first", f"{FIRST}/16", [*agent.binds(), (NGINX_CONFIGURATION, "/etc/nginx/nginx.conf")])
    target = Target(node, (_TCP_PORT, load.tcp, "tcp"), (_HTTP_PORT, load.http, "http"),
                    (_HANG_PORT, load.hung_http, "hang"))
    node.start(["nginx", "-g", "daemon off;"], log="nginx")
    wait_for(lambda: bool(node.pids_named("nginx")), 5, "nginx")
    router = Router(node, agent, ())
    router.configure(load.instance(agent), head=load.configuration(agent))
    return router, target


def _interleaved(items: list[_Element]) -> list[_Element]:
    """The same items, kinds mixed evenly: every hundredth first, and so on."""
    step = 101
    while len(items) > 1 and len(items) % step == 0:
        step += 1
    return [items[index * step % len(items)] for index in range(len(items))]
