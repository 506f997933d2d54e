"""FRR's vrrpd as a peer: its daemons, the macvlan it puts the address on, and its configuration."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field

from lab.node import Node, Process, wait_for
from lab.pair import VIRTUAL_ADDRESS, VRID

_DIRECTORY = "/tmp/frr"


@dataclass
class FRR:
    """One virtual router. FRR has no authentication and no unicast; `address` is an IPv4 or an IPv6 address."""

    node: Node
    version: int = 3
    priority: int = 100
    milliseconds: int = 1000
    address: str = VIRTUAL_ADDRESS
    prefix: int = 16
    _daemons: list[Process] = field(default_factory=list)

    def start(self) -> None:
        family = "ipv6" if ":" in self.address else "ip"
        prefix = 64 if family == "ipv6" else self.prefix
        hardware = f"00:00:5e:00:0{2 if family == 'ipv6' else 1}:{VRID:02x}"
        name = f"vrrp{6 if family == 'ipv6' else 4}"
        if not self._daemons:
            self.node.run(["sh", "-c", f"mkdir -p {_DIRECTORY} /var/tmp/frr /var/run/frr && "
                           # Its own group, which the package would have made.
                           "echo frrvty:x:990:root >> /etc/group && "
                           f"ip link add {name} link eth0 address {hardware} type macvlan mode bridge && "
                           f"ip address add {self.address}/{prefix} dev {name} && ip link set {name} up"])
            self._daemons.append(self._daemon("zebra", ""))
        self._daemons[1:] = [self._daemon("vrrpd", "\n".join([
            "interface eth0",
            f" vrrp {VRID} version {self.version}",
            f" vrrp {VRID} priority {self.priority}",
            f" vrrp {VRID} advertisement-interval {self.milliseconds}",
            f" vrrp {VRID} {family} {self.address}",
        ]))]

    def stop(self) -> None:
        """As an administrator does: priority 0, then it is gone."""
        self._daemons[1].signal(signal.SIGTERM)
        self._daemons[1].wait(5)

    def _daemon(self, program: str, text: str) -> Process:
        configuration = f"{_DIRECTORY}/{program}.conf"
        self.node.run(["sh", "-c", f"cat > {configuration}"], text=text + "\n")
        process = self.node.start(
            [f"/usr/lib/frr/{program}", "-u", "root", "-g", "root", "-f", configuration, "-i", f"{_DIRECTORY}/{program}.pid",
             "-z", f"{_DIRECTORY}/zserv.api", "--vty_socket", _DIRECTORY, "--log", "stdout"], log=program)
        wait_for(lambda: self.node.run(["test", "-S", f"{_DIRECTORY}/{program}.vty"], check=False).returncode == 0,
                 5, f"{program} to answer")
        return process
