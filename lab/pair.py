"""Two routers and a third host on one switch: the stage of the interoperability tests and of the benchmark's cells."""

from __future__ import annotations

import base64
import signal
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

from lab.agents import BATON, CONFIGURATION, Agent
from lab.capture import Capture
from lab.errors import LabError
from lab.frames import Forgery
from lab.laboratory import SWITCH, Laboratory
from lab.node import Node, Process, wait_for

FIRST, SECOND, HOST = "172.20.128.2", "172.20.128.3", "172.20.128.250"
VIRTUAL_ADDRESS = "172.20.129.1"
VRID = 51
NGINX_CONFIGURATION = Path(__file__).resolve().parent / "nginx.conf"


@dataclass(frozen=True)
class Instance:
    """One `vrrp_instance` as text. `interval` is in seconds, as both agents take it."""

    priority: int
    version: int = 2
    interval: str = "1"
    state: str = "BACKUP"
    name: str = "VI_1"
    vrid: int = VRID
    password: str | None = None
    source: str | None = None
    peers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = (f"{VIRTUAL_ADDRESS}/16",)
    #: Where the addresses are; nil leaves that to the agent.
    device: str | None = "eth0"
    body: str = ""

    def but(self, **changes: object) -> Instance:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def seconds(self) -> float:
        return float(self.interval)

    @property
    def skew(self) -> float:
        return (256 - self.priority) / 256 * (1 if self.version == 2 else self.seconds)

    @property
    def master_down(self) -> float:
        return 3 * self.seconds + self.skew

    def text(self) -> str:
        lines = [f"vrrp_instance {self.name} {{", f"    version {self.version}", f"    state {self.state}",
                 "    interface eth0", f"    virtual_router_id {self.vrid}", f"    priority {self.priority}",
                 f"    advert_int {self.interval}"]
        if self.source is not None:
            lines += [f"    unicast_src_ip {self.source}", "    unicast_peer {",
                      *(f"        {peer}" for peer in self.peers), "    }"]
        if self.password is not None:
            lines += ["    authentication {", "        auth_type PASS", f"        auth_pass {self.password}", "    }"]
        on = f" dev {self.device}" if self.device else ""
        lines += ["    virtual_ipaddress {", *(f"        {a}{on}" for a in self.addresses), "    }"]
        lines += [f"    {line}" for line in self.body.strip().splitlines()]
        return "\n".join([*lines, "}"]) + "\n"


@dataclass
class Router:
    """A node with an agent and the instances it is configured with."""

    node: Node
    agent: Agent
    instances: tuple[Instance, ...]
    process: Process | None = field(default=None)

    @property
    def address(self) -> str:
        return self.node.address

    def configure(self, *instances: Instance, head: str = "") -> None:
        """Writes the configuration; a running agent reads it on `reload`."""
        self.instances = instances
        self.write(head + "\n".join(instance.text() for instance in instances))

    def write(self, text: str) -> None:
        self.node.run(["sh", "-c", f"mkdir -p /etc/keepalived && cat > {CONFIGURATION}"], text=text)

    def start(self) -> Process:
        self.process = self.agent.start(self.node)
        return self.process

    def reload(self) -> None:
        self.signal(signal.SIGHUP)

    def signal(self, number: int) -> None:
        """Signals the agent's first process."""
        if self.process is None:
            raise LabError(f"no agent was started on {self.node.name}")
        self.process.signal(number)

    def holds(self, address: str = VIRTUAL_ADDRESS) -> bool:
        return self.node.holds(address)

    def await_master(self, seconds: float) -> None:
        wait_for(self.holds, seconds, f"{self.agent.name} on {self.node.name} to take {VIRTUAL_ADDRESS}")

    def await_backup(self, seconds: float) -> None:
        wait_for(lambda: not self.holds(), seconds, f"{self.agent.name} on {self.node.name} to give {VIRTUAL_ADDRESS} up")


class Pair:
    """Leaving the ``with`` block ends the agents and the nodes. With `servers`, they have those of `lab.servers`."""

    def __init__(self, work: Path, first: Agent = BATON, second: Agent | None = BATON, servers: bool = False) -> None:
        self.lab = Laboratory(work, servers=servers)
        self._agents = (first, second)

    def __enter__(self) -> Pair:
        self.lab.__enter__()
        try:
            self.first = self._router("first", FIRST, self._agents[0])
            if self._agents[1] is not None:
                self.second = self._router("second", SECOND, self._agents[1])
            self.host = self.lab.add_node("host", f"{HOST}/16")
            self.capture = Capture(SWITCH)
        except BaseException as error:
            self.lab.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.capture.close()
        if isinstance(error, AssertionError):
            print(self.lab.log_tails())
        self.lab.__exit__(kind, error, trace)
        for leftover in self.lab.work.glob("*/*.log"):
            leftover.unlink()

    def _router(self, name: str, address: str, agent: Agent) -> Router:
        binds = [*agent.binds(), (NGINX_CONFIGURATION, "/etc/nginx/nginx.conf")]
        return Router(self.lab.add_node(name, f"{address}/16", binds), agent, ())

    def serve(self, *routers: Router) -> None:
        """Starts nginx on the routers' nodes, for a client that probes the virtual address."""
        for router in routers:
            router.node.start(["nginx", "-g", "daemon off;"], log="nginx")
            wait_for(lambda: bool(router.node.pids_named("nginx")), 5, f"nginx on {router.node.name}")

    # The third host

    def inject(self, *forgeries: Forgery, every: float = 0, rounds: int = 1) -> None:
        """Sends each frame `rounds` times from the third host, `every` seconds apart, and waits for the end."""
        sender = Sender(self, every, rounds, list(forgeries))
        sender.wait()

    def sender(self, *forgeries: Forgery, every: float, rounds: int) -> Sender:
        return Sender(self, every, rounds, list(forgeries))

    # The judge

    def judge(self) -> list[dict[str, str]]:
        """What tshark says about every VRRP frame captured so far, one dictionary of fields a frame."""
        path = self.lab.work / "judge.pcap"
        self.capture.write(path)
        names = ("ip.src", "ip.ttl", "ipv6.src", "ipv6.dst", "ipv6.hlim", "eth.src", "vrrp.version", "vrrp.virt_rtr_id", "vrrp.prio", "vrrp.checksum.status",
                 "_ws.malformed", "_ws.expert.message")
        arguments = [word for name in names for word in ("-e", name)]
        result = self.host.run(["tshark", "-n", "-r", str(path), "-Y", "vrrp", "-T", "fields", "-E", "separator=|",
                                *arguments], seconds=60)
        path.unlink()
        return [dict(zip(names, line.split("|"))) for line in result.stdout.splitlines()]


class Sender:
    """Frames leaving the third host at a fixed rate, in a process of its own."""

    _PROGRAM = """
import base64, socket, sys, time
every, rounds = float(sys.argv[1]), int(sys.argv[2])
frames = [base64.b64decode(line) for line in open(sys.argv[3])]
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("eth0", 0))
due = time.monotonic()
for _ in range(rounds):
    for frame in frames:
        s.send(frame)
        due += every
        time.sleep(max(0, due - time.monotonic()))
"""

    def __init__(self, pair: Pair, every: float, rounds: int, forgeries: list[Forgery]) -> None:
        path = pair.lab.work / f"frames-{pair.host.next_serial()}"
        path.write_bytes(b"\n".join(base64.b64encode(forgery.frame()) for forgery in forgeries))
        self.count = len(forgeries) * rounds
        self._limit = 20 + every * self.count
        self._process = pair.host.start(
            ["/usr/bin/python3", "-c", self._PROGRAM, str(every), str(rounds), str(path)], log="sender")

    def wait(self) -> None:
        code = self._process.wait(self._limit)
        if code != 0:
            raise LabError(f"the frame sender ended with {code}: {self._process.log_text()}")


def settle(seconds: float) -> float:
    """Lets time pass in which nothing is expected to happen; returns the moment it began."""
    start = time.monotonic()
    time.sleep(seconds)
    return start
