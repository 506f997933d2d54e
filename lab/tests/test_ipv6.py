"""Virtual routers of IPv6 addresses: alone, with keepalived and with FRR, judged by what is on the wire."""

from __future__ import annotations

import os
import re
import signal
import socket
import struct
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.capture import Capture
from lab.frames import ALL_NODES, GROUP6, VRRP_PROTOCOL, NeighbourAdvertisement, checksum
from lab.node import Node, wait_for
from lab.pair import VRID, Instance, Pair, Router, settle

PARALLEL = True

NETWORK = "fd00:128::"
LINK_LOCAL, GLOBAL = "fe80::51", "fd00:128::1:1"
_FIRST, _SECOND, _HOST = f"{NETWORK}2", f"{NETWORK}3", f"{NETWORK}250"
_INSTANCE = Instance(200, version=3, interval="0.1", addresses=(f"{LINK_LOCAL}/64", f"{GLOBAL}/64"))
#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.35


class Pair6(Pair):
    """A pair whose nodes have addresses of IPv6 as well."""

    def __enter__(self) -> Pair6:
        super().__enter__()
        nodes = [(self.first.node, _FIRST), (self.host, _HOST)]
        if self._agents[1] is not None:
            nodes.append((self.second.node, _SECOND))
        for node, address in nodes:
            node.run(["ip", "address", "add", f"{address}/64", "dev", "eth0", "nodad"])
            wait_for(lambda: bool(node.link_local()), 5, f"a link-local address of {node.name}")
        return self

    def ping(self, address: str, seconds: float = 1) -> bool:
        on = f"{address}%eth0" if address.startswith("fe80:") else address
        return self.host.run(["ping", "-6", "-c", "1", "-W", str(seconds), on], check=False).returncode == 0

    def neighbour(self, address: str) -> str:
        """The hardware address the third host knows for an address, empty if it knows none."""
        text = self.host.run(["ip", "-6", "neigh", "show", address, "dev", "eth0"]).stdout
        found = re.search(r"lladdr (\S+)", text)
        return found[1] if found else ""


def hardware_address(node: Node, interface: str = "eth0") -> str:
    return node.run(["cat", f"/sys/class/net/{interface}/address"]).stdout.strip()


def holds(router: Router, *addresses: str) -> bool:
    return all(router.node.holds(address) for address in addresses or (LINK_LOCAL, GLOBAL))


def await_master(router: Router, seconds: float, *addresses: str) -> None:
    wait_for(lambda: holds(router, *addresses), seconds, f"{router.agent.name} on {router.node.name} to be master")


def await_backup(router: Router, seconds: float, *addresses: str) -> None:
    wait_for(lambda: not any(router.node.holds(a) for a in addresses or (LINK_LOCAL, GLOBAL)), seconds,
             f"{router.agent.name} on {router.node.name} to be backup")


def announced(capture: Capture, router: Router, since: float) -> dict[str, list[NeighbourAdvertisement]]:
    """Unsolicited neighbour advertisements of a router, by address."""
    mac = bytes.fromhex(hardware_address(router.node).replace(":", ""))
    found: dict[str, list[NeighbourAdvertisement]] = {}
    for frame in capture.unsolicited(since=since):
        if frame.ethernet_source == mac:
            found.setdefault(frame.address, []).append(frame)
    return found


def _assert_announced(pair: Pair, router: Router, since: float, is_router: bool = False) -> None:
    """NAs of both addresses: override, not solicited, the router flag as the interface forwards, from the address itself."""
    wait_for(lambda: len(announced(pair.capture, router, since)) >= 2, 3, f"announcements of {router.node.name}")
    for address in (LINK_LOCAL, GLOBAL):
        frames = announced(pair.capture, router, since)[address]
        assert {(f.override, f.router, f.hop_limit, f.source, f.destination) for f in frames} == \
            {(True, is_router, 255, address, ALL_NODES)}, f"announced {frames}"
        assert {f.target_mac for f in frames} == {f.ethernet_source for f in frames}, f"announced {frames}"


def _assert_judged(pair: Pair, source: str, hop_limit: str = "255") -> None:
    """tshark finds every advertisement from an address complete and its checksum right.

    It knows nothing of version 2 over IPv6 and leaves out the pseudo-header there; so all are summed up here, too.
    """
    origin = socket.inet_pton(socket.AF_INET6, source)
    for _, frame in pair.capture.raw():
        if frame[12:14] == b"\x86\xdd" and frame[20] == VRRP_PROTOCOL and frame[22:38] == origin:
            message = frame[54:]
            pseudo = frame[22:54] + struct.pack("!IHBB", len(message), 0, 0, VRRP_PROTOCOL)
            assert checksum(pseudo + message) == 0, f"the checksum is wrong: {frame.hex()}"
    frames = [frame for frame in pair.judge() if frame["ipv6.src"] == source]
    assert frames, f"tshark saw advertisements of {source}"
    for frame in frames:
        good = frame["vrrp.checksum.status"] in ("1", "Good")
        assert good or frame["vrrp.version"] == "2", f"tshark calls a checksum wrong: {frame}"
        assert not frame["_ws.malformed"], f"tshark calls a frame malformed: {frame}"
        assert frame["ipv6.hlim"] == hop_limit, f"hop limit: {frame}"


def _assert_announcements_judged(pair: Pair) -> None:
    path = pair.lab.work / "announcements.pcap"
    pair.capture.write(path)
    text = pair.host.run(["tshark", "-n", "-r", str(path), "-Y", "icmpv6.type == 136 && icmpv6.nd.na.flag.s == 0", "-T",
                          "fields", "-E", "separator=|", "-e", "icmpv6.checksum.status", "-e", "_ws.malformed"]).stdout
    path.unlink()
    lines = text.split()
    assert lines and all(line.split("|")[0] in ("1", "Good") and line.split("|")[1] == "" for line in lines), lines


def _instances(kind: str) -> tuple[Instance, Instance]:
    first = _INSTANCE
    if kind == "v2":
        first = first.but(version=2, interval="1")
    if kind == "unicast":
        first = first.but(addresses=(f"{GLOBAL}/64",))
        return (first.but(source=_FIRST, peers=(_SECOND,)),
                first.but(priority=100, source=_SECOND, peers=(_FIRST,)))
    return first, first.but(priority=100)


def _exchange(work: Path, kind: str, baton_first: bool) -> None:
    """The life of a pair: the first becomes master by preemption, leaves, and the second has the addresses."""
    agents = (BATON, KEEPALIVED) if baton_first else (KEEPALIVED, BATON)
    with Pair6(work, *agents) as pair:
        first, second = pair.first, pair.second
        one, two = _instances(kind)
        addresses = (GLOBAL,) if kind == "unicast" else (LINK_LOCAL, GLOBAL)
        sources = {"first": _FIRST if kind == "unicast" else first.node.link_local(),
                   "second": _SECOND if kind == "unicast" else second.node.link_local()}
        first.configure(one)
        second.configure(two)
        second.start()
        await_master(second, two.master_down + 10, *addresses)
        assert pair.ping(GLOBAL), "the address answers"
        assert pair.neighbour(GLOBAL) == hardware_address(second.node)
        moment = time.monotonic()
        first.start()
        await_master(first, one.master_down + 10, *addresses)
        await_backup(second, one.seconds + _SLACK, *addresses)
        wait_for(lambda: pair.neighbour(GLOBAL) == hardware_address(first.node), 2, "the host to hear who has the address")
        assert pair.ping(GLOBAL), "the address answers at its new place"
        if kind != "unicast":
            _assert_announced(pair, first, moment)
            assert pair.ping(LINK_LOCAL), "the link-local address answers"

        quiet = settle(3 * one.seconds + 0.5)
        adverts = pair.capture.advertisements(since=quiet)
        assert {a.source for a in adverts} == {sources["first"]}, f"only the master advertises, heard {adverts}"
        assert {(a.priority, a.version) for a in adverts} == {(200, one.version)}
        assert {a.addresses for a in adverts} == {addresses}
        assert {a.destination for a in adverts} == {_SECOND if kind == "unicast" else GROUP6}
        _leave(pair, first, second, sources, two, addresses)
        baton = first if baton_first else second
        _assert_judged(pair, sources[baton.node.name])
        _assert_announcements_judged(pair)


def _leave(pair: Pair6, first: Router, second: Router, sources: dict[str, str], two: Instance,
           addresses: tuple[str, ...]) -> None:
    moment = time.monotonic()
    first.signal(signal.SIGTERM)
    await_master(second, two.skew + _SLACK + 1, *addresses)
    wait_for(lambda: bool(pair.capture.advertisements(sources["second"], since=moment)), 2, "the successor's advertisement")
    own = pair.capture.advertisements(sources["first"], since=moment)
    assert [a.priority for a in own][-1:] == [0], f"a master that leaves says priority 0, heard {own}"
    after = pair.capture.advertisements(sources["second"], since=moment)[0].time - own[-1].time
    assert two.skew - 0.02 <= after <= two.skew + _SLACK, f"took over {after:.3f} s after priority 0, skew is {two.skew:.3f}"
    assert first.process is not None and first.process.wait(5) is not None, "SIGTERM ends the agent"
    await_backup(first, 1, *addresses)
    wait_for(lambda: pair.neighbour(GLOBAL) == hardware_address(second.node), 2, "the host to hear who has the address")
    assert pair.ping(GLOBAL), "the successor answers"


def test_case_129_multicast_with_keepalived_as_master(work: Path) -> None:
    """Cases 129 and 122, version 3: baton preempts keepalived, announces, leaves with priority 0; the address answers."""
    _exchange(work, "v3", baton_first=True)


def test_case_129_multicast_with_baton_as_master(work: Path) -> None:
    """Cases 129 and 122, version 3: keepalived preempts baton, leaves, and baton takes over a skew after priority 0."""
    _exchange(work, "v3", baton_first=False)


def test_unicast_with_keepalived_as_master(work: Path) -> None:
    """Version 3, unicast: baton preempts keepalived and leaves."""
    _exchange(work, "unicast", baton_first=True)


def test_unicast_with_baton_as_master(work: Path) -> None:
    """Version 3, unicast: keepalived, whose hop limit is 64, preempts baton and leaves."""
    _exchange(work, "unicast", baton_first=False)


def test_v2_with_keepalived_as_master(work: Path) -> None:
    """Version 2 over IPv6, which keepalived alone has: baton preempts it and leaves."""
    _exchange(work, "v2", baton_first=True)


def test_v2_with_baton_as_master(work: Path) -> None:
    """Version 2 over IPv6: keepalived preempts baton and leaves."""
    _exchange(work, "v2", baton_first=False)


def test_router_flag_follows_forwarding(work: Path) -> None:
    """Neighbour advertisements say "router" where the interface forwards, from the moment it does."""
    with Pair6(work, BATON, None) as pair:
        pair.first.configure(_INSTANCE.but(body="garp_master_refresh 1"))
        start = time.monotonic()
        pair.first.start()
        await_master(pair.first, 10)
        _assert_announced(pair, pair.first, start, is_router=False)
        pair.first.node.run(["sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/eth0/forwarding"])
        _assert_announced(pair, pair.first, settle(0.3) + 0.3, is_router=True)
        # And one that forwards from the start.
        pair.first.signal(signal.SIGTERM)
        assert pair.first.process is not None and pair.first.process.wait(5) == 0
        again = settle(0.5) + 0.5
        pair.first.start()
        await_master(pair.first, 10)
        _assert_announced(pair, pair.first, again, is_router=True)


def test_case_123_waits_for_a_link_local_address(work: Path) -> None:
    """Case 123: without a link-local address no advertisement and one line of log; with one it starts, and again after
    it has gone and come; while duplicate address detection runs it waits."""
    with Pair6(work, BATON, None) as pair:
        node = pair.first.node
        own = node.link_local()
        node.run(["ip", "address", "del", f"{own}/64", "dev", "eth0"])
        pair.first.configure(_INSTANCE)
        process = pair.first.start()
        settle(3)
        assert not pair.capture.advertisements(), "nobody advertises"
        faults = [line for line in process.log_text().splitlines() if "no link-local address" in line]
        assert len(faults) == 1, f"one line tells of it, found {faults}"
        node.run(["ip", "address", "add", f"{own}/64", "dev", "eth0", "nodad"])
        await_master(pair.first, 5)
        assert {a.source for a in pair.capture.advertisements()} == {own}
        node.run(["ip", "address", "del", f"{own}/64", "dev", "eth0"])
        await_backup(pair.first, 2)
        # Detection takes a second or two, in which nothing may leave from the address.
        node.run(["sh", "-c", "echo 1 > /proc/sys/net/ipv6/conf/eth0/accept_dad; echo 2 > "
                  "/proc/sys/net/ipv6/conf/eth0/dad_transmits"])
        moment = time.monotonic()
        node.run(["ip", "address", "add", f"{own}/64", "dev", "eth0"])
        await_master(pair.first, 8)
        first = pair.capture.advertisements(own, since=moment)[0].time - moment
        assert first > 1, f"advertised {first:.2f} s after the address came, before detection can have ended"
        assert "tentative" in process.log_text()


def test_case_124_same_id_in_both_families(work: Path) -> None:
    """Case 124: an IPv4 and an IPv6 instance with one virtual_router_id on one interface know nothing of one another."""
    four = Instance(100, version=3, interval="0.1", name="four")
    six = _INSTANCE.but(name="six")
    with Pair6(work) as pair:
        pair.first.configure(four.but(priority=200), six.but(priority=100))
        pair.second.configure(four, six)
        for router in (pair.first, pair.second):
            router.start()
        await_master(pair.second, 10)
        pair.first.await_master(10)
        settle(1)
        assert holds(pair.second) and not holds(pair.first), "the IPv6 addresses are where their priority is highest"
        assert pair.first.holds() and not pair.second.holds(), "and the IPv4 address where its priority is"
        pair.second.signal(signal.SIGTERM)
        await_master(pair.first, 3)
        assert pair.first.holds()


def test_excluded_addresses_of_the_other_family(work: Path) -> None:
    """Excluded addresses of the other family come, are announced in their family's way and go with the master."""
    body = "virtual_ipaddress_excluded {\n" + f"{GLOBAL}/64 dev eth0\n" + "}"
    other = "virtual_ipaddress_excluded {\n172.20.129.9/16 dev eth0\n}"
    four = Instance(200, version=3, interval="0.1", name="four", body=body)
    six = Instance(200, version=3, interval="0.1", name="six", vrid=VRID + 1, addresses=(f"{LINK_LOCAL}/64",), body=other)
    with Pair6(work) as pair:
        pair.first.configure(four, six)
        pair.second.configure(four.but(priority=100), six.but(priority=100))
        pair.second.start()
        await_master(pair.second, 10, GLOBAL, LINK_LOCAL, "172.20.129.9")
        moment = time.monotonic()
        pair.first.start()
        await_master(pair.first, 10, GLOBAL, LINK_LOCAL, "172.20.129.9")
        await_backup(pair.second, 2, GLOBAL, LINK_LOCAL, "172.20.129.9")
        wait_for(lambda: bool(pair.capture.gratuitous("172.20.129.9", since=moment)), 2, "gratuitous ARP")
        wait_for(lambda: GLOBAL in announced(pair.capture, pair.first, moment), 2, "a neighbour advertisement")
        assert pair.ping(GLOBAL)
        for advert in pair.capture.advertisements(since=moment):
            assert len(advert.addresses) == 1, f"excluded addresses are not advertised: {advert}"
        pair.first.signal(signal.SIGTERM)
        await_master(pair.second, 3, GLOBAL, LINK_LOCAL, "172.20.129.9")
        assert pair.first.process is not None and pair.first.process.wait(5) == 0
        await_backup(pair.first, 1, GLOBAL, LINK_LOCAL, "172.20.129.9")


def test_router_process_dies(work: Path) -> None:
    """The router process dies: nothing moves. It does not answer when asked to leave: the supervisor sends priority 0
    over IPv6, from eth0 and as a frame from a virtual interface, and removes the addresses."""
    for body, device in (("", "eth0"), ("use_vmac", None)):
        scratch = work / (body or "plain")
        scratch.mkdir()
        with Pair6(scratch) as pair:
            instance = _INSTANCE.but(body=body, device=device)
            name = device or f"vrrp.{VRID}"
            node = pair.first.node
            pair.first.configure(instance)
            pair.second.configure(instance.but(priority=100))
            pair.first.start()
            wait_for(lambda: name in node.run(["ip", "link"]).stdout and len(node.addresses(name, 6)) >= 2, 12, "the master")
            pair.second.start()
            settle(1)
            moment = time.monotonic()
            os.kill(BATON.processes(node)["router"], signal.SIGKILL)
            settle(1)
            heard = {(a.source, a.priority) for a in pair.capture.advertisements(since=moment)}
            assert heard == {(node.link_local(), 200)}, f"{name}: no move and no priority 0, heard {heard}"
            moment = time.monotonic()
            os.kill(BATON.processes(node)["router"], signal.SIGSTOP)
            pair.first.signal(signal.SIGTERM)
            assert pair.first.process is not None and pair.first.process.wait(15) is not None
            own = [a.priority for a in pair.capture.advertisements(node.link_local(), since=moment)]
            assert own[-1:] == [0], f"{name}: the last will says priority 0, heard {own}"
            await_backup(pair.first, 1)
