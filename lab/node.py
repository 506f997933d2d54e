"""A node: its namespaces, its programs, and what can be done to it."""

from __future__ import annotations

import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Iterable, Sequence

from lab import freezer
from lab.errors import LabError

_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/root",
    # A crash report is written while the node's service is down; the tests want the restart, not the report.
    "SWIFT_BACKTRACE": "enable=no",
}
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def _environment() -> dict[str, str]:
    """What a node's programs find in their environment; the mark is how the sandbox recognises its own."""
    return {**_ENVIRONMENT, "BATON_LAB_ID": os.environ.get("BATON_LAB_ID", "")}


def die_with_parent() -> None:
    """For a new process: be killed when the process that started it ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def wait_for(condition: Callable[[], bool], seconds: float, what: str, interval: float = 0.02) -> None:
    """Waits until `condition` holds; raises `LabError` naming `what` after `seconds`."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise LabError(f"waited {seconds:g} s in vain for {what}")
        time.sleep(interval)


def children_of(pid: int) -> list[int]:
    """The direct children of `pid`, or none when it is gone."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


class Process:
    """A program running in a node. `pid` is its number as the lab sees it."""

    def __init__(self, popen: subprocess.Popen[bytes], log: Path) -> None:
        self._popen = popen
        self.log = log
        self.pid = self._await_child()

    def _await_child(self) -> int:
        limit = time.monotonic() + 5
        while time.monotonic() < limit:
            children = children_of(self._popen.pid)
            if children:
                return children[0]
            if self._popen.poll() is not None:
                return self._popen.pid
            time.sleep(0.0005)
        raise LabError("a program did not start in its node")

    @property
    def starter(self) -> int:
        """The process that entered the node and waits for the program."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        return self._popen.poll() is None

    def signal(self, number: int) -> None:
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            pass

    def wait(self, seconds: float) -> int | None:
        """The exit code (negative: the signal), or nil when it still runs after `seconds`."""
        try:
            return self._popen.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self, seconds: float = 5) -> int | None:
        """SIGTERM, then SIGKILL after `seconds`; the exit code as `wait` tells it."""
        self.signal(signal.SIGTERM)
        code = self.wait(seconds)
        if code is None:
            self.kill()
            code = self.wait(5)
        return code

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.wait(5)

    def tree(self) -> list[int]:
        """This process and its descendants that are alive now."""
        found, queue = [], [self.pid]
        while queue:
            pid = queue.pop()
            found.append(pid)
            queue.extend(children_of(pid))
        return found

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")


class Node:
    """Namespaces with one interface, eth0, on the lab's switch."""

    def __init__(self, name: str, address: str, *, work: Path, layers: Sequence[Path],
                 binds: Iterable[tuple[Path, str]] = ()) -> None:
        self.name = name
        self.address = address
        self.work = work / name
        self.shared = work
        self._serial = 0
        self._processes: list[Process] = []
        self.work.mkdir()
        (self.work / "root").mkdir()
        specification = self.work / "specification.json"
        specification.write_text(json.dumps({
            "name": name,
            "root": str(self.work / "root"),
            "layers": [str(layer) for layer in layers],
            "unprivileged": os.environ.get("BATON_LAB_UNPRIVILEGED") == "1",
            "binds": [[str(work), str(work)], *([str(source), target] for source, target in binds)],
        }))
        self._freezer = freezer.make(f"{os.environ.get('BATON_LAB_ID', 'x')}.{work.name}.{name}", self._stoppable)
        self._init = self._start_init(specification)
        self.pid = self._first_process()

    # Life

    def _start_init(self, specification: Path) -> subprocess.Popen[bytes]:
        def prepare() -> None:
            self._freezer.enrol()
            die_with_parent()

        return subprocess.Popen(
            ["unshare", "--mount", "--net", "--pid", "--uts", "--ipc", "--fork", "--kill-child=KILL", "--",
             sys.executable, "-m", "lab.node_init", str(specification)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=open(self.work / "init.log", "wb"),
            preexec_fn=prepare,
        )

    def _first_process(self) -> int:
        assert self._init.stdout is not None
        readable, _, _ = select.select([self._init.stdout], [], [], 10)
        line = self._init.stdout.readline() if readable else b""
        if line.strip() != b"ready":
            reason = (self.work / "init.log").read_text(errors="replace").strip().splitlines()[-3:]
            raise LabError(f"node {self.name} did not start: " + " / ".join(reason))
        return children_of(self._init.pid)[0]

    def close(self) -> None:
        """Ends every process of the node and, with the last, its namespaces."""
        self._freezer.thaw()
        try:
            os.kill(self.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._init.wait(10)
        for process in self._processes:
            process.wait(5)
        self._freezer.close()

    # Programs

    def start(self, command: Sequence[str], *, log: str, environment: dict[str, str] | None = None) -> Process:
        """Starts a program; its output goes to a file of its own, which `Process.log` names."""
        path = self.work / f"{log}.{self.next_serial()}.log"
        with open(path, "wb") as output:
            popen = subprocess.Popen(
                self._entering(command), stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env={**_environment(), **(environment or {})}, preexec_fn=self._freezer.enrol,
            )
        process = Process(popen, path)
        self._processes.append(process)
        return process

    def run(self, command: Sequence[str], *, check: bool = True, seconds: float = 30,
            text: str | None = None, terminal: int | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a program to its end and returns what it said; it reads `text`, or the descriptor of a terminal."""
        source = {"stdin": terminal} if terminal is not None else {"input": text or ""}
        result = subprocess.run(
            self._entering(command), env=_environment(), capture_output=True, text=True, timeout=seconds,
            check=False, preexec_fn=self._freezer.enrol, **source,  # type: ignore[call-overload]
        )
        if check and result.returncode != 0:
            raise LabError(
                f"in node {self.name}, {' '.join(command)} ended with {result.returncode}: {result.stderr.strip()}"
            )
        return result

    def _entering(self, command: Sequence[str]) -> list[str]:
        return ["nsenter", "--target", str(self.pid), "--mount", "--net", "--pid", "--uts", "--ipc", "--", *command]

    def next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def shared_program(self, name: str) -> Path:
        return self.shared / "bin" / name

    def pids(self) -> list[int]:
        """Every process of the node, its first one included, as the lab numbers them."""
        try:
            namespace = os.readlink(f"/proc/{self.pid}/ns/pid")
        except OSError:
            return []
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                try:
                    if os.readlink(f"/proc/{entry}/ns/pid") == namespace:
                        found.append(int(entry))
                except OSError:
                    continue
        return found

    def _stoppable(self) -> list[int]:
        """What a freeze by signals must reach: a starter outside stops itself when it sees its program stopped."""
        starters = [process.starter for process in self._processes if process.running]
        return [*self.pids(), self._init.pid, *starters]

    def pids_named(self, name: str) -> list[int]:
        """The node's living processes whose short name is `name`."""
        found = []
        for pid in self.pids():
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
            except OSError:
                continue
            head, _, tail = stat.rpartition(") ")
            if head.partition(" (")[2] == name[:15] and tail[0] not in "ZX":
                found.append(pid)
        return sorted(found)

    def kill_named(self, name: str, number: int = signal.SIGKILL) -> int:
        """Signals the node's processes of that name and returns how many there were."""
        pids = self.pids_named(name)
        for pid in pids:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass
        return len(pids)

    # Faults

    @property
    def freezes_by(self) -> str:
        return self._freezer.description

    def freeze(self) -> None:
        self._freezer.freeze()

    def thaw(self) -> None:
        self._freezer.thaw()

    # Network

    def addresses(self, interface: str = "eth0", family: int = 4) -> list[str]:
        """The addresses of a family with their prefix lengths, in the kernel's order."""
        text = self.run(["ip", f"-{family}", "-json", "address", "show", "dev", interface]).stdout
        return [f"{a['local']}/{a['prefixlen']}" for link in json.loads(text) for a in link.get("addr_info", [])]

    def holds(self, address: str) -> bool:
        return any(a.split("/")[0] == address for a in self.addresses(family=6 if ":" in address else 4))

    def link_local(self, interface: str = "eth0") -> str:
        """The interface's own link-local address, which has the modified hardware address in it."""
        found = [a.split("/")[0] for a in self.addresses(interface, 6) if a.startswith("fe80:")]
        return next((a for a in found if "ff:fe" in a), found[0] if found else "")
