"""The switch and the nodes on it, made and unmade together."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Iterable

from lab import compiling, packages
from lab.errors import LabError
from lab.node import Node

#: The bridge's name where there is but one.
SWITCH = "switch"


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, stdin=subprocess.DEVNULL)


class Laboratory:
    """A bridge in the sandbox's own network namespace, and nodes attached to it by veth pairs.

    Use it in a ``with`` block; leaving the block ends every node. With `servers`, the nodes have those of `lab.servers`.
    """

    def __init__(self, work: Path, switch: str = SWITCH, servers: bool = False) -> None:
        self.work = work
        self.switch = switch
        self._ports: dict[str, str] = {}
        self._layers = (*([packages.ensure(packages.SERVERS)] if servers else []), packages.ensure())
        self.nodes: dict[str, Node] = {}
        (work / "bin").mkdir(exist_ok=True)
        for program in compiling.PROGRAMS:
            shutil.copy2(compiling.compiled(program), work / "bin" / program)

    def __enter__(self) -> Laboratory:
        _ip("link", "set", "lo", "up")
        # No snooping: without a multicast querier the bridge would stop delivering advertisements after a while.
        _ip("link", "add", self.switch, "type", "bridge", "forward_delay", "0", "stp_state", "0", "mcast_snooping", "0")
        quiet = Path(f"/proc/sys/net/ipv6/conf/{self.switch}/disable_ipv6")
        if quiet.exists():
            quiet.write_text("1")
        _ip("link", "set", self.switch, "up", "promisc", "on")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if isinstance(error, LabError):
            print(self.log_tails(), file=sys.stderr)
        for node in list(self.nodes.values()):
            self._close(node)
        _ip("link", "del", self.switch)

    def add_node(self, name: str, address: str, binds: Iterable[tuple[Path, str]] = (), routers: bool = False) -> Node:
        """A new node with `address` (in CIDR form) on its eth0; with `routers`, it has those of `packages.ROUTERS`."""
        layers = (*([packages.ensure(packages.ROUTERS)] if routers else []), *self._layers)
        node = Node(name, address.split("/")[0], work=self.work, layers=layers, binds=binds)
        self.nodes[name] = node
        port = self._ports[name] = f"{self.switch}-{len(self._ports)}"
        _ip("link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", str(node.pid))
        _ip("link", "set", port, "master", self.switch, "up")
        node.run(["sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/eth0/accept_dad; "
                  f"ip address add {address} broadcast + dev eth0 && ip link set eth0 up"])
        return node

    def _close(self, node: Node) -> None:
        # The kernel unmakes a dead namespace's links when it has time to; the next node may want the name before that.
        subprocess.run(["ip", "link", "del", self._ports[node.name]], stderr=subprocess.DEVNULL, check=False)
        node.close()
        del self.nodes[node.name]

    def log_tails(self, lines: int = 15) -> str:
        """The end of everything the nodes' programs have printed, for the account of a failure."""
        parts = []
        for log in sorted(self.work.glob("*/*.log")):
            text = log.read_text(errors="replace").rstrip().splitlines()[-lines:]
            if text:
                parts.append(f"--- {log.relative_to(self.work)}\n" + "\n".join(text))
        return "\n".join(parts)

    def unplug(self, node: Node) -> None:
        """Takes the cable out of the node's port: the node sees its carrier go."""
        _ip("link", "set", self._ports[node.name], "down")

    def plug_in(self, node: Node) -> None:
        _ip("link", "set", self._ports[node.name], "up")


def unprivileged() -> bool:
    """Whether the lab runs in a user namespace rather than as the machine's root."""
    return os.environ.get("BATON_LAB_UNPRIVILEGED") == "1"
