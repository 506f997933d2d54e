"""Process 1 of a node: builds the node's file system, says ``ready``, then only reaps orphans.

Started in new mount, network, process and host-name namespaces as ``python3 -m lab.node_init SPECIFICATION``. The
node's ``/usr`` and ``/etc`` are the machine's own with the lab's packages laid over them and a tmpfs above for writes;
everything else is new. Killing this process ends the node: the kernel ends the rest.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_DIRECTORIES = (
    "dev/shm", "proc", "sys", "run", "tmp", "root", "etc", "usr", "old", "var/log/nginx", "var/lib/nginx",
    "var/tmp", "var/cache",
)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, stdin=subprocess.DEVNULL)


def _overlay(root: Path, name: str, layers: list[Path], unprivileged: bool, targets: list[tuple[Path, Path]]) -> None:
    upper, work = root / f".{name}-upper", root / f".{name}-work"
    upper.mkdir()
    work.mkdir()
    # Mount points are made in the upper layer beforehand: in a user namespace the overlay may not copy up a directory
    # whose owner that namespace does not know.
    for source, target in targets:
        if target.parts[1] == name:
            _placeholder(source, upper / target.relative_to(f"/{name}"))
    lower = ":".join(str(layer / name) for layer in (*layers, Path("/")))
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    if unprivileged:
        options += ",userxattr"
    _mount("-t", "overlay", "overlay", "-o", options, str(root / name))


def _placeholder(source: Path, target: Path) -> None:
    if source.is_dir():
        target.mkdir(parents=True, exist_ok=True)
    elif not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()


def _build(root: Path, specification: dict[str, object]) -> None:
    layers = [Path(layer) for layer in specification["layers"]]  # type: ignore[attr-defined]
    binds = [(Path(source), Path(target)) for source, target in specification["binds"]]  # type: ignore[attr-defined]
    _mount("-t", "tmpfs", "-o", "mode=755", "node", str(root))
    for directory in _DIRECTORIES:
        (root / directory).mkdir(parents=True)
    (root / "tmp").chmod(0o1777)
    (root / "var/run").symlink_to("/run")
    for name in ("usr", "etc"):
        _overlay(root, name, layers, bool(specification["unprivileged"]), binds)
    for name in _LINKS:
        source = Path("/") / name
        if source.is_symlink():
            (root / name).symlink_to(os.readlink(source))
        elif source.is_dir():
            (root / name).mkdir()
            _mount("--rbind", str(source), str(root / name))
    _mount("-t", "proc", "proc", str(root / "proc"))
    # sysfs shows the network namespace's own links; a node works without it where the kernel refuses a new one.
    subprocess.run(["mount", "-t", "sysfs", "sysfs", str(root / "sys")], stderr=subprocess.DEVNULL, check=False)
    for device in _DEVICES:
        (root / "dev" / device).touch()
        _mount("--bind", f"/dev/{device}", str(root / "dev" / device))
    # Without a syslog daemon libc writes log lines to the console, which on a serial console costs a millisecond each.
    (root / "dev/console").touch()
    _mount("--bind", "/dev/null", str(root / "dev/console"))
    (root / "dev/fd").symlink_to("/proc/self/fd")
    for source, target in binds:
        inside = root / target.relative_to("/")
        _placeholder(source, inside)
        _mount("--rbind", str(source), str(inside))


def _enter(root: Path) -> None:
    os.chdir(root)
    subprocess.run(["pivot_root", ".", "old"], check=True)
    os.chroot(".")
    os.chdir("/")
    subprocess.run(["umount", "-l", "/old"], check=True)
    os.rmdir("/old")


def main() -> int:
    specification = json.loads(Path(sys.argv[1]).read_text())
    socket.sethostname(str(specification["name"]))
    root = Path(str(specification["root"]))
    _build(root, specification)
    _enter(root)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    signal.signal(signal.SIGCHLD, _reap)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print("ready", flush=True)
    while True:
        signal.pause()


def _reap(_number: int, _frame: object) -> None:
    """Takes every orphan that has ended; one signal may stand for several."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


if __name__ == "__main__":
    sys.exit(main())
