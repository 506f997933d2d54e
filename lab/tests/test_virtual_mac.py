"""The virtual router's own hardware address: a macvlan, what leaves from it, and what must be gone at the end."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED, Agent
from lab.frames import GratuitousARP
from lab.node import Node, wait_for
from lab.pair import FIRST, HOST, SECOND, VIRTUAL_ADDRESS, VRID, Instance, Pair, Router, settle

PARALLEL = True

_NAME = f"vrrp.{VRID}"
_MAC = bytes([0, 0, 0x5E, 0, 1, VRID])
_FAST = Instance(200, version=3, interval="0.1", device=None, body="use_vmac")
_SETTINGS = ("arp_ignore", "arp_announce")
#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.35


def _links(node: Node) -> set[str]:
    text = node.run(["ip", "-o", "link", "show"]).stdout
    return set(re.findall(r"^\d+: ([^:@]+)", text, re.M))


def _holds(node: Node, interface: str = _NAME, address: str = VIRTUAL_ADDRESS) -> bool:
    return interface in _links(node) and any(a.split("/")[0] == address for a in node.addresses(interface))


def _await_master(router: Router, seconds: float) -> None:
    wait_for(lambda: _holds(router.node), seconds, f"{router.agent.name} on {router.node.name} to be master")


def _await_backup(router: Router, seconds: float) -> None:
    wait_for(lambda: not _holds(router.node), seconds, f"{router.agent.name} on {router.node.name} to be backup")


def _settings(node: Node) -> list[str]:
    return [node.run(["cat", f"/proc/sys/net/ipv4/conf/eth0/{name}"]).stdout.strip() for name in _SETTINGS]


def _hardware_address(node: Node, interface: str = "eth0") -> bytes:
    text = node.run(["cat", f"/sys/class/net/{interface}/address"]).stdout.strip()
    return bytes.fromhex(text.replace(":", ""))


def _tables(node: Node) -> str:
    return node.run(["nft", "list", "ruleset"]).stdout


def _ping(pair: Pair, address: str) -> bool:
    pair.host.run(["ip", "neigh", "flush", "all"])
    return pair.host.run(["ping", "-c", "1", "-W", "1", address], check=False).returncode == 0


def _no_parent_in_arp(pair: Pair, *routers: Router) -> None:
    """The parent's hardware address never stands beside the virtual address, whoever asks or answers."""
    parents = {_hardware_address(router.node) for router in routers}
    for _, frame in pair.capture.raw():
        if frame[12:14] != b"\x08\x06":
            continue
        sender, address = frame[22:28], ".".join(str(byte) for byte in frame[28:32])
        if address == VIRTUAL_ADDRESS:
            assert frame[6:12] not in parents and sender not in parents, f"ARP of the parent: {frame.hex()}"


def test_case_119_everything_has_the_virtual_mac(work: Path) -> None:
    """Adverts, gratuitous ARP and ARP answers carry the virtual MAC; a backup answers nothing for it; the parent's MAC
    never stands beside the virtual address (case 120); after the end nothing is left."""
    with Pair(work) as pair:
        before = [(_links(r.node), _settings(r.node)) for r in (pair.first, pair.second)]
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(priority=100))
        pair.first.start()
        _await_master(pair.first, 12)
        pair.second.start()
        wait_for(lambda: _NAME in _links(pair.second.node), 5, "the backup's virtual interface")
        settle(_FAST.master_down + 0.7)
        details = pair.first.node.run(["ip", "-d", "link", "show", "dev", _NAME]).stdout
        assert "macvlan mode private" in details and "addrgenmode none" in details, details
        assert not _holds(pair.second.node), "one master"
        adverts = pair.capture.advertisements()
        assert {(a.source, a.ethernet_source) for a in adverts} == {(FIRST, _MAC)}, f"heard {set(adverts)}"
        announced = pair.capture.gratuitous(VIRTUAL_ADDRESS)
        assert announced and {(a.ethernet_source, a.sender_mac) for a in announced} == {(_MAC, _MAC)}

        own = {FIRST: _hardware_address(pair.first.node), SECOND: _hardware_address(pair.second.node)}
        for address, mac in {VIRTUAL_ADDRESS: _MAC, **own}.items():
            assert _ping(pair, address), f"{address} answers"
            known = pair.host.run(["ip", "neigh", "show", address]).stdout
            assert mac.hex(":") in known, f"{address} is known by {known}"
        # The master asks for a host in the virtual address's name, too.
        pair.first.node.run(["sh", "-c", "ip neigh flush all; "
                             f"ping -c 1 -W 1 -I {VIRTUAL_ADDRESS} {HOST} || true"], check=False)
        _no_parent_in_arp(pair, pair.first, pair.second)

        # Forced to the backup's port: nothing comes back from there.
        _assert_backup_is_deaf(pair, pair.second)
        assert _settings(pair.first.node) == ["1", "2"], "the parent is silent about the virtual address"
        for router in (pair.first, pair.second):
            assert router.process is not None
            router.signal(signal.SIGTERM)
        for router, (links, settings) in zip((pair.first, pair.second), before):
            assert router.process is not None and router.process.wait(8) == 0
            assert _links(router.node) == links, f"left behind: {_links(router.node) - links}"
            assert _settings(router.node) == settings, "the parent's settings are what they were"


def _assert_backup_is_deaf(pair: Pair, backup: Router) -> None:
    """Frames to the virtual MAC that reach the backup, for the virtual address and for a host behind, are dropped."""
    program = """
import socket, struct, sys
def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16: total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff
virtual, parent = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2])
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW); s.bind(("eth0", 0))
own = s.getsockname()[4]
for target in sys.argv[4:]:
    echo = struct.pack("!BBHHH", 8, 0, 0, 77, 1) + b"x" * 8
    echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(echo), 1, 0, 64, 1, 0, socket.inet_aton(sys.argv[3]), socket.inet_aton(target))
    ip = ip[:10] + struct.pack("!H", checksum(ip)) + ip[12:]
    s.send(virtual + own + b"\\x08\\x00" + ip + echo)
"""
    backup.node.run(["sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/eth0/forwarding"])
    # A machine under load may take longer than the backup waits for its master; then it was none, and it is tried again.
    for _ in range(5):
        sent = _sent_while_unplugged(pair, backup, program)
        if sent is not None:
            break
    assert sent == 0, f"the backup sent {sent} packets for the virtual MAC"


def _sent_while_unplugged(pair: Pair, backup: Router, program: str) -> int | None:
    """The frames the backup sends while those of the program reach it; nil if it has become master meanwhile."""
    counter = ["cat", "/sys/class/net/eth0/statistics/tx_packets"]
    pair.lab.unplug(pair.first.node)
    try:
        settle(0.02)
        before = int(backup.node.run(counter).stdout)
        pair.host.run(["/usr/bin/python3", "-c", program, _MAC.hex(), "00", HOST, VIRTUAL_ADDRESS, "172.20.128.99"])
        settle(0.1)
        sent = int(backup.node.run(counter).stdout) - before
        was_backup = not _holds(backup.node)
    finally:
        pair.lab.plug_in(pair.first.node)
    wait_for(lambda: _holds(pair.first.node) and not _holds(backup.node), 5, "the first to be master again")
    return sent if was_backup else None


def test_transmits_from_base(work: Path) -> None:
    """`vmac_xmit_base`: adverts carry the interface's own MAC, gratuitous ARP the virtual one."""
    with Pair(work) as pair:
        instance = _FAST.but(body="use_vmac vip0\nvmac_xmit_base")
        pair.first.configure(instance)
        pair.second.configure(instance.but(priority=100))
        pair.first.start()
        pair.second.start()
        wait_for(lambda: _holds(pair.first.node, "vip0"), 12, "the master")
        settle(1)
        assert not _holds(pair.second.node, "vip0"), "one master"
        own = _hardware_address(pair.first.node)
        adverts = pair.capture.advertisements()
        assert {a.ethernet_source for a in adverts} == {own}, f"heard {adverts[:3]}"
        assert {a.sender_mac for a in pair.capture.gratuitous(VIRTUAL_ADDRESS)} == {_MAC}


def _with_keepalived(work: Path, first: Agent, second: Agent) -> None:
    with Pair(work, first, second) as pair:
        one, two = _FAST, _FAST.but(priority=100)
        pair.first.configure(one)
        pair.second.configure(two)
        pair.second.start()
        _await_master(pair.second, two.master_down + 10)
        pair.first.start()
        _await_master(pair.first, one.master_down + 10)
        _await_backup(pair.second, one.seconds + _SLACK)
        quiet = settle(1)
        adverts = pair.capture.advertisements(since=quiet)
        assert {(a.source, a.ethernet_source) for a in adverts} == {(FIRST, _MAC)}, f"heard {adverts[:3]}"
        assert _ping(pair, VIRTUAL_ADDRESS)
        moment = time.monotonic()
        pair.first.signal(signal.SIGTERM)
        _await_master(pair.second, two.skew + _SLACK + 1)
        heard = pair.capture.advertisements(SECOND, since=moment)
        assert heard and {a.ethernet_source for a in heard} == {_MAC}
        assert pair.first.process is not None and pair.first.process.wait(5) is not None
        assert _NAME not in _links(pair.first.node), "the virtual interface is gone"
        assert _ping(pair, VIRTUAL_ADDRESS)
        frames = [f for f in pair.capture.frames(since=moment) if isinstance(f, GratuitousARP)]
        assert {f.ethernet_source for f in frames if f.address == VIRTUAL_ADDRESS} <= {_MAC}


def test_keepalived_as_backup(work: Path) -> None:
    """Both with use_vmac: keepalived takes over from baton."""
    _with_keepalived(work, BATON, KEEPALIVED)


def test_keepalived_as_master(work: Path) -> None:
    """Both with use_vmac: baton takes over from keepalived."""
    _with_keepalived(work, KEEPALIVED, BATON)


def test_case_121_removed_from_outside(work: Path) -> None:
    """Somebody deletes the virtual interface: it is made again with its address, and mastership does not move."""
    with Pair(work) as pair:
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(priority=100))
        pair.first.start()
        _await_master(pair.first, 12)
        pair.second.start()
        settle(1)
        moment = time.monotonic()
        pair.first.node.run(["ip", "link", "del", _NAME])
        _await_master(pair.first, 2)
        settle(0.6)
        heard = {(a.source, a.priority, a.ethernet_source) for a in pair.capture.advertisements(since=moment)}
        assert heard == {(FIRST, 200, _MAC)}, f"nothing moves, heard {heard}"
        # Switched off it is a fault (case 91), and the end of that fault when it is on again.
        pair.first.node.run(["ip", "link", "set", _NAME, "down"])
        _await_master(pair.second, 2)
        pair.first.node.run(["ip", "link", "set", _NAME, "up"])
        _await_master(pair.first, 3)


def test_killed_agent_leaves_nothing_for_long(work: Path) -> None:
    """The router process dies: no move. The whole agent dies: its successor takes interface and settings over and puts
    everything back at its end. A name that another interface has is an error with the fix."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        before = _settings(node)
        pair.first.configure(_FAST)
        pair.first.start()
        _await_master(pair.first, 12)
        settle(0.3)
        index = node.run(["cat", f"/sys/class/net/{_NAME}/ifindex"]).stdout
        moment = time.monotonic()
        os.kill(BATON.processes(node)["router"], signal.SIGKILL)
        settle(1)
        heard = {(a.priority, a.ethernet_source) for a in pair.capture.advertisements(since=moment)}
        assert heard == {(200, _MAC)}, f"no move and no priority 0, heard {heard}"
        assert node.run(["cat", f"/sys/class/net/{_NAME}/ifindex"]).stdout == index, "the same interface"

        node.freeze()
        for pid in BATON.processes(node).values():
            os.kill(pid, signal.SIGKILL)
        node.thaw()
        wait_for(lambda: not node.pids_named("batond"), 5, "the killed agent to be gone")
        assert _NAME in _links(node), "a killed agent leaves its interface behind"
        process = pair.first.start()
        wait_for(lambda: "backup → master" in process.log_text(), 12, "its successor to be master")
        assert node.run(["cat", f"/sys/class/net/{_NAME}/ifindex"]).stdout == index, "it takes the interface over"
        assert process.stop(8) == 0
        assert _NAME not in _links(node)
        assert _settings(node) == before, f"settings {_settings(node)} were {before}"

        node.run(["ip", "link", "add", _NAME, "type", "bridge"])
        process = pair.first.start()
        wait_for(lambda: f"ip link delete {_NAME}" in process.log_text(), 5, "an error that names the fix")
        assert "bridge" in process.log_text()
        assert process.stop(8) == 0
        assert _NAME in _links(node), "somebody else's interface stays"


def test_reload_adds_and_removes(work: Path) -> None:
    """A reload with use_vmac makes the interface and moves the address there, one without it removes it."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        before = _settings(node)
        plain = _FAST.but(body="")
        pair.first.configure(plain)
        pair.first.start()
        pair.first.await_master(12)
        pair.first.configure(_FAST)
        pair.first.reload()
        _await_master(pair.first, 3)
        assert not node.holds(VIRTUAL_ADDRESS), "not on both"
        settle(0.5)
        assert pair.capture.advertisements()[-1].ethernet_source == _MAC
        pair.first.configure(plain)
        pair.first.reload()
        wait_for(lambda: node.holds(VIRTUAL_ADDRESS) and _NAME not in _links(node), 3, "the address on eth0 again")
        wait_for(lambda: _settings(node) == before, 1, f"the settings {before} again")


def test_no_accept_drops_what_is_sent_to_the_address(work: Path) -> None:
    """`no_accept` drops ping to the address, not to the node; the owner answers; the table goes at the end, and one that a
    killed agent left goes at the next start."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        refusing = Instance(200, version=3, interval="0.1", body="no_accept")
        pair.first.configure(refusing)
        pair.first.start()
        pair.first.await_master(12)
        assert not _ping(pair, VIRTUAL_ADDRESS), "nobody answers at an address with no_accept"
        assert VIRTUAL_ADDRESS in pair.host.run(["ip", "neigh", "show", "nud", "reachable"]).stdout, "ARP is answered"
        assert _ping(pair, FIRST), "the node's own address answers"
        tables = _tables(node)
        assert "table inet baton" in tables and VIRTUAL_ADDRESS in tables, tables
        pair.first.configure(refusing.but(priority=255, state="MASTER"), head="global_defs {\n    nftables vips\n}\n")
        pair.first.reload()
        wait_for(lambda: _ping(pair, VIRTUAL_ADDRESS), 3, "the owner to answer")
        assert _tables(node).strip() == ""

        pair.first.configure(refusing, head="global_defs {\n    nftables vips\n    nftables_counters\n}\n")
        pair.first.reload()
        wait_for(lambda: "table inet vips" in _tables(node), 3, "the table of the other name")
        assert not _ping(pair, VIRTUAL_ADDRESS)
        assert re.search(r"counter packets [1-9]\d* bytes \d+ drop", _tables(node)), _tables(node)
        node.freeze()
        for pid in BATON.processes(node).values():
            os.kill(pid, signal.SIGKILL)
        node.thaw()
        wait_for(lambda: not node.pids_named("batond"), 5, "the killed agent to be gone")
        assert "table inet vips" in _tables(node)
        pair.first.configure(refusing.but(body=""), head="global_defs {\n    nftables vips\n}\n")
        pair.first.start()
        wait_for(lambda: not _tables(node).strip(), 5, "what was left to be removed")
        assert pair.first.process is not None and pair.first.process.stop(8) == 0
