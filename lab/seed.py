"""The seed's system: two web nodes with one virtual address, and a proxy in front, from its own files.

The files are those of ``deploy/compose``; the configurations in it are byte for byte the seed's. What the lab changes
is listed here and nowhere else:

* haproxy: Debian's 2.6 refuses `nbproc`, a word of 1.7; that line is left out.
* keepalived as the agent: Debian's 2.2.7 follows the link `pidof` to `killall5` and the check never passes, so it gets
  the same command through a shell.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from lab.agents import BATON, CONFIGURATION, KEEPALIVED, Agent
from lab.laboratory import Laboratory
from lab.node import Node, Process, wait_for

FILES = Path(__file__).resolve().parent.parent / "deploy" / "compose"
VIRTUAL_ADDRESS = "172.20.128.4"
MASTER, SLAVE, PROXY, CLIENT = "nginx_master", "nginx_slave", "proxy", "client"
MARKERS = ("主机", "从机")
PUBLISHED_PORT = 8000
_PROXY_PORT = 6301
_ADDRESSES = {MASTER: "172.20.128.2/16", SLAVE: "172.20.128.3/16", PROXY: "172.20.0.2/16", CLIENT: "172.20.0.1/16"}
_ROLES = {MASTER: "master", SLAVE: "slave"}

#: How keepalived 2.2.7 is brought to run the seed's check; said beside every figure it has a part in.
KEEPALIVED_SCRIPT = "/bin/sh -c 'exec pidof nginx'"


@dataclass(frozen=True)
class Variant:
    """What differs from the seed's configuration: nothing, unless a field says so."""

    version: int = 2
    interval: str = "1"
    #: A `check` or tracking block in place of the seed's script, by agent; nil keeps `pidof nginx`.
    tracker: str | None = None

    @property
    def verbatim(self) -> bool:
        return self == Variant()

    def configuration(self, role: str, agent: Agent) -> str:
        """The seed's file for a role, with this variant's changes made in its text."""
        text = (FILES / f"keepalived-{role}.conf").read_text()
        if agent is KEEPALIVED:
            text = text.replace('"pidof nginx"', f'"{KEEPALIVED_SCRIPT}"')
        if self.version == 3:
            text = "global_defs {\n    vrrp_version 3\n}\n\n" + text
            text = re.sub(r"\n    authentication \{.*?\n    \}\n", "\n", text, flags=re.DOTALL)
        text = text.replace("advert_int 1", f"advert_int {self.interval}")
        if self.tracker is not None:
            text = re.sub(r"vrrp_script .*?\n\}\n", self.tracker + "\n", text, flags=re.DOTALL)
            if "vrrp_track_process" in self.tracker:
                text = text.replace("track_script {", "track_process {")
        return text


class SeedSystem:
    """The seed's three services and a client, on a laboratory's switch."""

    def __init__(self, lab: Laboratory, agent: Agent = BATON, variant: Variant = Variant()) -> None:
        self.lab = lab
        self.agent = agent
        self.nodes: dict[str, Node] = {}
        for name, role in _ROLES.items():
            self.nodes[name] = lab.add_node(name, _ADDRESSES[name], self._web_binds(name, role, variant))
        haproxy = lab.work / "haproxy.cfg"
        haproxy.write_text(re.sub(r"\n *nbproc .*", "", (FILES / "haproxy.cfg").read_text()))
        self.proxy = lab.add_node(PROXY, _ADDRESSES[PROXY], [(haproxy, "/usr/local/etc/haproxy/haproxy.cfg")])
        self.client = lab.add_node(CLIENT, _ADDRESSES[CLIENT], [(Path(__file__).resolve().parent, "/usr/local/lib/lab")])
        self.nodes |= {PROXY: self.proxy, CLIENT: self.client}

    @property
    def master(self) -> Node:
        return self.nodes[MASTER]

    @property
    def slave(self) -> Node:
        return self.nodes[SLAVE]

    def _web_binds(self, name: str, role: str, variant: Variant) -> list[tuple[Path, str]]:
        work = self.lab.work
        if self.agent is BATON and variant.verbatim:
            configuration = FILES / f"keepalived-{role}.conf"
        else:
            configuration = work / f"{name}.conf"
            configuration.write_text(variant.configuration(role, self.agent))
        entrypoint = work / "entrypoint.sh"
        entrypoint.write_text((FILES / "entrypoint.sh").read_text().replace("batond", self.agent.program))
        entrypoint.chmod(0o755)
        return [
            (configuration, CONFIGURATION),
            (entrypoint, "/entrypoint.sh"),
            (FILES / f"index-{role}.html", "/usr/share/nginx/html/index.html"),
            (Path(__file__).resolve().parent / "nginx.conf", "/etc/nginx/nginx.conf"),
            *self.agent.binds(),
        ]

    # Life

    def start(self) -> None:
        """Starts what `docker-compose up` would: both entry points, the proxy and its published port."""
        self.start_node(self.master)
        self.start_node(self.slave)
        self.start_proxy()

    def start_node(self, node: Node) -> Process:
        return node.start(["/entrypoint.sh"], log="entrypoint")

    def start_proxy(self) -> None:
        self.proxy.start(["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"], log="haproxy")
        self.client.start(
            [sys.executable, "/usr/local/lib/lab/forwarder.py", str(PUBLISHED_PORT), self.proxy.address, str(_PROXY_PORT)],
            log="forwarder",
        )

    def start_nginx(self, node: Node) -> None:
        """Starts the service again, as an operator would."""
        node.start(["nginx", "-g", "daemon off;"], log="nginx")
        wait_for(lambda: bool(node.pids_named("nginx")), 5, f"nginx to start on {node.name}")

    def kill_nginx(self, node: Node) -> None:
        node.kill_named("nginx")

    # Questions

    def holder(self) -> Node | None:
        """The one node that has the virtual address; nil for none or both."""
        holders = [node for node in (self.master, self.slave) if node.holds(VIRTUAL_ADDRESS)]
        return holders[0] if len(holders) == 1 else None

    def await_holder(self, node: Node, seconds: float) -> None:
        """Waits until `node`, and it alone, has the virtual address."""
        wait_for(lambda: self.holder() is node, seconds, f"{VIRTUAL_ADDRESS} to be on {node.name} alone", 0.05)
