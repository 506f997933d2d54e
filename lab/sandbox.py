"""The namespaces around the whole lab, and the proof that nothing of it is left.

The lab's commands run as process 1 of a process namespace inside new mount and network namespaces (and a user
namespace when not root). Whatever ends that process, the kernel ends everything the lab ever started; the process
outside then compares the machine with what it was before.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from lab import freezer
from lab.errors import LabError
from lab.node import children_of, die_with_parent

_INSIDE = "BATON_LAB_INSIDE"


@dataclass(frozen=True)
class _Machine:
    """What the lab could leave behind on a machine, but for processes."""

    links: frozenset[str]
    mounts: frozenset[str]

    @staticmethod
    def now() -> _Machine:
        links = {line.split(":")[0].strip() for line in Path("/proc/net/dev").read_text().splitlines()[2:]}
        mounts = {line.split()[4] for line in Path("/proc/self/mountinfo").read_text().splitlines()}
        return _Machine(frozenset(links), frozenset(mounts))


def work_directory() -> Path | None:
    """The lab's scratch directory when this process is inside the sandbox, else nil."""
    value = os.environ.get(_INSIDE)
    return Path(value) if value else None


def run_inside(arguments: list[str], *descriptors: int) -> int:
    """Runs ``python3 -m lab ARGUMENTS`` in a new sandbox, which has these descriptors, too; the exit code is the command's,
    or 1 if anything is left."""
    work = Path(tempfile.mkdtemp(prefix="baton-lab-"))
    identity = work.name.removeprefix("baton-lab-")
    before = _Machine.now()
    unprivileged = os.geteuid() != 0
    command = ["unshare", *(["--user", "--map-root-user"] if unprivileged else []),
               "--mount", "--net", "--pid", "--ipc", "--fork", "--kill-child=KILL", "--mount-proc", "--",
               sys.executable, "-m", "lab", *arguments]
    environment = {**os.environ, _INSIDE: str(work), "BATON_LAB_ID": identity,
                   "BATON_LAB_UNPRIVILEGED": "1" if unprivileged else "0", "PYTHONDONTWRITEBYTECODE": "1"}
    # A session of its own keeps the terminal's interrupt from the nodes' programs; the lab inside is told instead, and
    # tidies up while this process waits for it.
    sandbox = subprocess.Popen(command, env=environment, preexec_fn=die_with_parent, start_new_session=True,
                               pass_fds=descriptors)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: _interrupt(sandbox.pid))
    try:
        code = sandbox.wait()
    finally:
        left = _leftovers(identity, before)
        shutil.rmtree(work, ignore_errors=True)
    if left:
        print("\nLeft behind by the lab, which must not be:\n  " + "\n  ".join(left), file=sys.stderr)
        return 1
    return code if code >= 0 else 128 - code


def require_namespaces() -> None:
    """Raises `LabError` with the reason and the remedy where this user cannot make the namespaces."""
    for program, package in (("unshare", "util-linux"), ("nsenter", "util-linux"), ("ip", "iproute2")):
        if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
            raise LabError(f"the lab needs {program}: apt-get install {package}")
    user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    trial = subprocess.run(
        ["unshare", *user, "--mount", "--net", "--pid", "--fork", "--mount-proc", "true"],
        capture_output=True, text=True, check=False,
    )
    if trial.returncode == 0:
        return
    reason = trial.stderr.strip()
    if user:
        raise LabError(
            f"this user may not make namespaces ({reason}). Run it as root, or let users make them: "
            "sysctl kernel.unprivileged_userns_clone=1 (Debian), "
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu), sysctl user.max_user_namespaces=10000"
        )
    raise LabError(f"root may not make namespaces here ({reason}). In a container, start it with --privileged")


def settle_in(work: Path) -> None:
    """The first thing inside: interrupts raise again, and the scratch directory is memory that ends with the sandbox."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "baton-lab", str(work)], check=True)


def _interrupt(unshare: int) -> None:
    for pid in children_of(unshare):
        os.kill(pid, signal.SIGINT)


def _leftovers(identity: str, before: _Machine) -> list[str]:
    left = []
    for attempt in range(40):
        left = [*_processes(identity), *_groups(identity)]
        if not left:
            break
        time.sleep(0.05)
    after = _Machine.now()
    left += [f"network interface {name}" for name in sorted(after.links - before.links)]
    left += [f"mount on {name}" for name in sorted(after.mounts - before.mounts)]
    return left


def _processes(identity: str) -> list[str]:
    mark = f"BATON_LAB_ID={identity}".encode()
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or int(entry) == os.getpid():
            continue
        try:
            if mark in Path(f"/proc/{entry}/environ").read_bytes():
                command = Path(f"/proc/{entry}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.append(f"process {entry}: {command.strip()}")
        except OSError:
            continue
    return found


def _groups(identity: str) -> list[str]:
    """Freezer groups of this run that cannot be removed; the empty ones of a run cut short are removed here."""
    found = []
    for parent in freezer.parents():
        for group in parent.glob(f"{freezer.PREFIX}{identity}.*"):
            try:
                group.rmdir()
            except OSError:
                found.append(f"control group {group}")
    return found
