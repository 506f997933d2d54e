"""What is measured: each cell is one fault at one advertisement interval."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from lab.agents import BATON, Agent
from lab.seed import Variant


class Fault(Enum):
    """What happens to the master's node."""

    NGINX = "nginx killed, checked by the seed's script every 2 s"
    PROCESS = "nginx killed, watched as a process"
    FROZEN = "node frozen"
    GRACEFUL = "agent stopped by SIGTERM"
    ROUTER = "router process killed"


@dataclass(frozen=True)
class Timing:
    """A VRRP version and its advertisement interval."""

    name: str
    version: int
    interval: str

    @property
    def seconds(self) -> float:
        return float(self.interval)

    @property
    def master_down(self) -> float:
        """The slave's master down interval in seconds, at priority 100."""
        return 3 * self.seconds + 156 / 256 * (1 if self.version == 2 else self.seconds)


TIMINGS = (Timing("v2-1s", 2, "1"), Timing("v3-100ms", 3, "0.1"), Timing("v3-10ms", 3, "0.01"))

_PROCESS_CHECKS = {
    "baton": "check chk_nginx {\n    process nginx\n}\n",
    "keepalived": "vrrp_track_process chk_nginx {\n    process nginx\n}\n",
}


@dataclass(frozen=True)
class Requirement:
    """The greatest ratio of baton's median to keepalived's that will do; nil ratio: nothing may be lost at all."""

    ratio: float | None


@dataclass(frozen=True)
class Cell:
    """One fault at one timing."""

    fault: Fault
    timing: Timing

    @property
    def name(self) -> str:
        return f"{self.fault.name.lower()}-{self.timing.name}"

    def variant(self, agent: Agent) -> Variant:
        """How the agent's configuration differs from the seed's."""
        tracker = _PROCESS_CHECKS[agent.name] if self.fault is Fault.PROCESS else None
        return Variant(self.timing.version, self.timing.interval, tracker)

    @property
    def period(self) -> float:
        """What the fault's moment is spread over, in seconds: the check's interval or the advertisement's."""
        return 2.0 if self.fault is Fault.NGINX else self.timing.seconds

    @property
    def requirement(self) -> Requirement | None:
        second = self.timing.name == "v2-1s"
        if self.fault is Fault.NGINX:
            return Requirement(0.45) if second else None
        if self.fault is Fault.FROZEN:
            return Requirement(1.05)
        if self.fault is Fault.GRACEFUL:
            return Requirement(0.10) if self.timing.name != "v3-10ms" else None
        if self.fault is Fault.ROUTER:
            return Requirement(None)
        return None

    @property
    def note(self) -> str:
        """What a reader must know about this cell's configurations."""
        if self.fault is Fault.NGINX and self.variant(BATON).verbatim:
            return "baton runs the seed's files verbatim; keepalived gets /bin/sh -c 'exec pidof nginx' as its script"
        if self.fault is Fault.NGINX:
            return "the seed's files with version 3 and this interval; keepalived's script as above"
        if self.fault is Fault.PROCESS:
            return "vrrp_track_process needs the machine's first namespaces; in a container keepalived stays in fault"
        return ""


CELLS = tuple(Cell(fault, timing) for fault in Fault for timing in TIMINGS)
