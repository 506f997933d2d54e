"""Waiting for a server to be there, without talking to it."""

from __future__ import annotations

from pathlib import Path

from lab.errors import LabError
from lab.node import Node, Process, wait_for

_LISTEN = "0A"
_UDP_BOUND = "07"


def _bound(node: Node, port: int, files: tuple[str, ...], state: str) -> bool:
    for name in files:
        try:
            lines = Path(f"/proc/{node.pid}/net/{name}").read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if int(fields[1].rpartition(":")[2], 16) == port and fields[3] == state:
                return True
    return False


def await_listener(node: Node, process: Process, port: int, *, udp: bool = False, seconds: float = 20) -> Process:
    """Returns `process` once something listens on `port`; raises `LabError` with its last words if it ends instead."""
    files, state = (("udp", "udp6"), _UDP_BOUND) if udp else (("tcp", "tcp6"), _LISTEN)

    def settled() -> bool:
        return not process.running or _bound(node, port, files, state)

    wait_for(settled, seconds, f"a listener on port {port} of {node.name} ({process.log.name})")
    if not process.running:
        raise LabError(f"no server on port {port} of {node.name}: {' / '.join(process.log_text().splitlines()[-6:])}")
    return process
