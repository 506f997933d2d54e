"""A live router with one good check and one that goes bad, and everything that must not suffer from it."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from lab.agents import BATON
from lab.bench.accounts import private_memory
from lab.node import Node, wait_for
from lab.pair import FIRST, Instance, Pair

#: While this file is there, the bad check's program does what it must not.
SIGNAL_FILE = "/run/misbehave"
PROGRAM = "/run/plugins/bad"
_INSTANCE = Instance(200, version=3, interval="0.1")
_FULL, _LOWERED = 200, 190
#: Two intervals: a backup's patience is three.
_LONGEST_GAP = 0.2
#: What one more run may keep in the checker: output is capped at a few KiB, so a tenth of the flood would show.
_MEMORY_KIB = 24 * 1024
_DESCRIPTORS = 12

_GOOD = "check good {\n    process lab-keeper\n    interval 0.5\n    weight 0\n    tracked_by VI_1\n}\n"


class Ordeal:
    """Takes the text of a check named `bad` (weight -10) and its program; see `begin`, `await_outcome` and `judge`."""

    def __init__(self, work: Path, check: str, program: str = "", head: str = "") -> None:
        self.pair = Pair(work, BATON, None)
        self._check = check
        self._program = program
        self._head = head

    def __enter__(self) -> Ordeal:
        self.pair.__enter__()
        try:
            self._start()
        except BaseException as error:
            self.pair.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.pair.__exit__(kind, error, trace)

    @property
    def node(self) -> Node:
        return self.pair.first.node

    def _start(self) -> None:
        self.node.run(["cp", "/bin/sleep", "/tmp/lab-keeper"])
        self.node.start(["/tmp/lab-keeper", "10000"], log="keeper")
        wait_for(lambda: bool(self.node.pids_named("lab-keeper")), 5, "the good check's process")
        self.write(PROGRAM, self._program)
        self._bystanders = set(self.node.pids())
        self.pair.first.configure(_INSTANCE, head=f"{self._head}\n{_GOOD}\n{self._check}\n")
        self.pair.first.start()
        self.pair.first.await_master(15)
        time.sleep(1.5)
        self._pids = BATON.processes(self.node)
        self._memory = private_memory(self._pids["checker"])
        self._descriptors = self._open_descriptors()

    def write(self, path: str, text: str) -> None:
        """A program of root's own, in a place nobody else can write to."""
        self.node.run(["sh", "-ec", f"mkdir -p $(dirname {path}); cat > {path}.new; chmod 755 {path}.new; mv {path}.new {path}"],
                      text=text)

    # The trial

    def begin(self) -> None:
        """From now on the program misbehaves."""
        before = self.check("bad")
        assert before["health"] == "up", f"the check is well before: {before}"
        self.moment = time.monotonic()
        self.node.run(["touch", SIGNAL_FILE])

    def end(self) -> None:
        self.node.run(["rm", "-f", SIGNAL_FILE])

    def status(self) -> dict[str, Any]:
        """The agent's own account; strict about its encoding."""
        text = self.node.run(["baton", "status", "--json"], check=False).stdout
        return json.loads(text)

    def check(self, name: str) -> dict[str, Any]:
        return next(check for check in self.status()["checks"] if check["name"] == name)

    def await_outcome(self, reasons: set[str], seconds: float = 8) -> dict[str, Any]:
        """Waits until the bad check is down for one of `reasons`."""
        wait_for(lambda: self.check("bad")["health"] == "down", seconds, "the bad check to be down", 0.1)
        found = self.check("bad")
        outcome = found.get("outcome") or found
        assert outcome.get("reason") in reasons, f"expected one of {sorted(reasons)}, got {found}"
        return found

    def await_recovery(self, seconds: float = 10) -> None:
        wait_for(lambda: self.check("bad")["health"] == "up", seconds, "the bad check to be up again", 0.1)

    def judge(self, watched: float = 3.0) -> None:
        """After some more time of it: one check is down, and nothing else has happened."""
        time.sleep(max(0.0, self.moment + watched - time.monotonic()))
        adverts = self.pair.capture.advertisements(since=self.moment)
        gaps = [b.time - a.time for a, b in zip(adverts, adverts[1:])]
        assert max(gaps) <= _LONGEST_GAP, f"adverts come every 100 ms, one came after {max(gaps) * 1000:.0f} ms"
        steps = [a.priority for a, b in zip(adverts, adverts[1:]) if a.priority != b.priority]
        assert {a.source for a in adverts} == {FIRST}
        assert {a.priority for a in adverts} <= {_FULL, _LOWERED} and len(steps) <= 1, \
            f"the priority falls once, to {_LOWERED}: {sorted({a.priority for a in adverts})}, {len(steps)} changes"
        assert adverts[-1].priority == _LOWERED
        assert BATON.processes(self.node) == self._pids, "every process of the agent is the one it was"
        status = self.status()
        assert [i["state"] for i in status["instances"]] == ["master"]
        good = next(check for check in status["checks"] if check["name"] == "good")
        assert good["health"] == "up" and good["age_ms"] < 2000, f"the other check goes on: {good}"
        grown = private_memory(self._pids["checker"]) - self._memory
        assert grown < _MEMORY_KIB, f"the checker grew by {grown} KiB"
        opened = self._open_descriptors() - self._descriptors
        assert opened <= _DESCRIPTORS, f"the checker has {opened} descriptors more"

    def _open_descriptors(self) -> int:
        return len(list(Path(f"/proc/{self._pids['checker']}/fd").iterdir()))

    def stop(self) -> None:
        """Ends the agent; nothing it started may be left."""
        self.pair.first.signal(signal.SIGTERM)
        process = self.pair.first.process
        assert process is not None and process.wait(15) is not None, "the agent ends"
        self.assert_no_orphans()

    def assert_no_orphans(self, seconds: float = 5) -> None:
        def gone() -> bool:
            return not self.orphans()

        try:
            wait_for(gone, seconds, "every process the agent started to end", 0.1)
        except Exception:
            raise AssertionError(f"left behind: {self.orphans()}") from None

    def orphans(self) -> list[str]:
        """What the agent started and is still there without it; this question's own processes are not counted."""
        found = []
        for pid in set(self.node.pids()) - self._bystanders:
            try:
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
            except OSError:
                continue
            if state not in "ZX":
                found.append(f"{pid} {b' '.join(words).decode(errors='replace').strip()}")
        return found
