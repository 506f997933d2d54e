"""One agent's copy of the seed's system, and the faults done to it."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from lab.agents import Agent
from lab.bench.cells import Cell, Fault
from lab.capture import Capture
from lab.errors import LabError
from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.probing import Prober, Record
from lab.seed import MARKERS, VIRTUAL_ADDRESS, SeedSystem

#: A run in which the client itself was held up this long before or during the fault says nothing; it is repeated.
HOLD_UP_LIMIT = 20.0
_LEAD = 0.7


@dataclass(frozen=True)
class Run:
    """One fault: the client's longest time without a successful connection in ms, and what else it saw."""

    outage: float
    silence: float
    failures: int
    takeover: float | None
    hold_up: float

    @property
    def valid(self) -> bool:
        return self.hold_up < HOLD_UP_LIMIT


class Stage:
    """Two web nodes, a client and a listener. The proxy is left out: the client asks the address itself."""

    def __init__(self, work: Path, agent: Agent, cell: Cell) -> None:
        self.agent = agent
        self._cell = cell
        work.mkdir()
        self._lab = Laboratory(work, switch=agent.name[:2])
        self._lab.__enter__()
        self.system = SeedSystem(self._lab, agent, cell.variant(agent))
        self._capture = Capture(self._lab.switch)
        self._master = self.system.master
        self._slave = self.system.slave
        self._reference = time.monotonic()

    def close(self) -> None:
        self._capture.close()
        self._lab.__exit__(None, None, None)

    def start(self) -> bool:
        """Starts both nodes; false when the master never becomes one."""
        self.system.start_node(self._master)
        self.system.start_node(self._slave)
        try:
            self._await_calm(self._cell.timing.master_down + 8)
        except LabError:
            return False
        return True

    # One run

    def measure(self, phase: float) -> Run:
        """Does the fault at `phase` (0 to 1) of the cell's period, then undoes it."""
        timing = self._cell.timing
        prober = Prober(self.system.client, VIRTUAL_ADDRESS, 80, markers=MARKERS)
        time.sleep(_LEAD)
        self._wait_for_phase(phase)
        moment = time.monotonic()
        self._inflict()
        if self._cell.fault is Fault.ROUTER:
            # Long enough for a backup to take over and for the restarted router to take the address back.
            time.sleep(2 * timing.master_down + 4)
        else:
            limit = timing.master_down + 10
            wait_for(lambda: self._heard(self._slave.address, moment), limit, f"{self._slave.name} to take over", 0.01)
            time.sleep(0.8)
        record = prober.stop()
        heard = self._capture.advertisements(self._slave.address, since=moment)
        self._recover()
        return self._judge(record, moment, (heard[0].time - moment) * 1000 if heard else None)

    def _judge(self, record: Record, moment: float, takeover: float | None) -> Run:
        window = record.between(moment - 0.3, float("inf"))
        if not all(attempt.succeeded for attempt in window.attempts[-20:-2]):
            raise LabError(f"{self.agent.name}: the client was not served again after the fault")
        return Run(
            outage=window.longest_outage().milliseconds, silence=window.longest_silence(),
            failures=len(window.failures), takeover=takeover, hold_up=window.longest_hold_up(),
        )

    def _wait_for_phase(self, phase: float) -> None:
        period = self._cell.period
        origin = self._reference
        if self._cell.fault is not Fault.NGINX:
            origin = self._capture.advertisements(self._master.address)[-1].time
        now = time.monotonic() + 0.003
        due = origin + phase * period
        while due < now:
            due += period
        time.sleep(max(0.0, due - time.monotonic()))

    def _inflict(self) -> None:
        fault = self._cell.fault
        if fault is Fault.NGINX or fault is Fault.PROCESS:
            for pid in self._nginx:
                os.kill(pid, signal.SIGKILL)
        elif fault is Fault.FROZEN:
            self._master.freeze()
        elif fault is Fault.GRACEFUL:
            os.kill(self._parent, signal.SIGTERM)
        else:
            os.kill(self._router, signal.SIGKILL)

    def _recover(self) -> None:
        fault = self._cell.fault
        if fault is Fault.NGINX or fault is Fault.PROCESS:
            self.system.start_nginx(self._master)
        elif fault is Fault.FROZEN:
            self._master.thaw()
        else:
            if fault is Fault.ROUTER:
                # Each death is to be the first one: both agents treat a process that keeps dying otherwise.
                os.kill(self._parent, signal.SIGTERM)
            wait_for(lambda: not self._master.pids_named(self.agent.program), 10, f"{self.agent.name} to end")
            self.agent.start(self._master)
        self._await_calm(self._cell.timing.master_down + 15)

    # Waiting, without touching the nodes

    def _heard(self, address: str, since: float) -> bool:
        return any(a.priority > 0 for a in self._capture.advertisements(address, since=since))

    def _await_calm(self, seconds: float) -> None:
        """Waits until only the master has been heard for a while, then learns the numbers the next fault needs."""
        quiet = 3 * self._cell.timing.seconds + 0.6

        def calm() -> bool:
            since = time.monotonic() - quiet
            heard = self._capture.advertisements(since=since)
            return {a.source for a in heard} == {self._master.address} and heard[0].time < since + self._cell.timing.seconds * 1.5

        wait_for(calm, seconds + quiet, f"{self.agent.name} to settle with {self._master.name} as master", 0.05)
        self._nginx = self._master.pids_named("nginx")
        self._parent = self.agent.parent(self._master)
        self._router = self.agent.router(self._master)
