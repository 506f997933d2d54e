"""The client: the prober program, and what its record says about outages."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

from lab.errors import LabError
from lab.node import Node, Process

@dataclass(frozen=True)
class Attempt:
    """One connection: when it began and ended (monotonic seconds), how, and which page it got."""

    start: float
    end: float
    verdict: str
    tag: int

    @property
    def succeeded(self) -> bool:
        return self.verdict == "ok"


@dataclass(frozen=True)
class Outage:
    """The longest time between the starts of two successive successful attempts."""

    start: float
    end: float

    @property
    def milliseconds(self) -> float:
        return (self.end - self.start) * 1000


@dataclass(frozen=True)
class Record:
    """Every attempt of one run, in the order of their starts."""

    attempts: tuple[Attempt, ...]

    @staticmethod
    def read(path: Path) -> Record:
        attempts = []
        for line in path.read_text().splitlines():
            start, end, verdict, tag = line.split()
            if verdict != "open":
                attempts.append(Attempt(int(start) / 1e9, int(end) / 1e9, verdict, int(tag)))
        return Record(tuple(attempts))

    def between(self, start: float, end: float) -> Record:
        """Only the attempts that began in the given time."""
        return Record(tuple(a for a in self.attempts if start <= a.start < end))

    @property
    def failures(self) -> tuple[Attempt, ...]:
        return tuple(a for a in self.attempts if not a.succeeded)

    def longest_outage(self) -> Outage:
        """The longest gap between the starts of successful attempts; the edges of the record count as successes."""
        if not self.attempts:
            raise LabError("the client made no attempt in the time it was asked about")
        marks = [self.attempts[0].start, *(a.start for a in self.attempts if a.succeeded), self.attempts[-1].start]
        best = max(range(len(marks) - 1), key=lambda i: marks[i + 1] - marks[i])
        return Outage(marks[best], marks[best + 1])

    def longest_silence(self) -> float:
        """The longest time in ms without any answer arriving, whenever it was asked for."""
        ends = sorted(a.end for a in self.attempts if a.succeeded)
        return max((b - a for a, b in zip(ends, ends[1:])), default=float("inf")) * 1000

    def longest_hold_up(self) -> float:
        """The longest time in ms the prober itself was kept from asking: a measure of the measurement."""
        starts = [a.start for a in self.attempts]
        return max((b - a for a, b in zip(starts, starts[1:])), default=0.0) * 1000


class Prober:
    """A running client. Leave the ``with`` block, or call `stop`, to get its record."""

    def __init__(self, client: Node, address: str, port: int, *, interval: float = 0.001, deadline: float = 0.2,
                 markers: tuple[str, ...] = ()) -> None:
        self._output = client.shared / f"probe-{address}-{port}-{client.next_serial()}"
        self._process: Process = client.start(
            [str(client.shared_program("prober")), address, str(port), str(round(interval * 1e6)),
             str(round(deadline * 1e6)), str(self._output), *markers],
            log=f"prober-{port}",
        )

    def stop(self) -> Record:
        self._process.signal(signal.SIGTERM)
        code = self._process.wait(10)
        if code != 0:
            raise LabError(f"the prober ended with code {code}: {self._process.log_text().strip()}")
        record = Record.read(self._output)
        self._output.unlink()
        return record
