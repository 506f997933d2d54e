"""Interfaces of an IPv6 virtual router's own, no_accept, and signed advertisements over IPv6."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED, Agent
from lab.node import Node, wait_for
from lab.pair import VRID, Instance, Router, settle
from lab.tests.test_ipv6 import GLOBAL, LINK_LOCAL, NETWORK, Pair6, await_master, hardware_address, holds

PARALLEL = True

_MAC = bytes([0, 0, 0x5E, 0, 2, VRID])
_NAME = f"vrrp.{VRID}"
_FAST = Instance(200, version=3, interval="0.1", addresses=(f"{LINK_LOCAL}/64", f"{GLOBAL}/64"), device=None,
                 body="use_vmac")
_SLACK = 0.35


def _links(node: Node) -> set[str]:
    return set(re.findall(r"^\d+: ([^:@]+)", node.run(["ip", "-o", "link", "show"]).stdout, re.M))


def _interface(node: Node) -> str:
    """The one that has the virtual hardware address, by whatever name."""
    text = node.run(["ip", "-o", "link", "show", "type", "macvlan"]).stdout
    found = [line.split(":")[1].split("@")[0].strip() for line in text.splitlines() if _MAC.hex(":") in line]
    return found[0] if found else ""


def _has(node: Node, name: str) -> bool:
    return bool(name) and {LINK_LOCAL, GLOBAL} <= {a.split("/")[0] for a in node.addresses(name, 6)}


def _await(router: Router, seconds: float, is_master: bool = True) -> None:
    wait_for(lambda: _has(router.node, _interface(router.node)) == is_master, seconds,
             f"{router.agent.name} on {router.node.name} to be {'master' if is_master else 'backup'}")


def _reachable(pair: Pair6) -> None:
    pair.host.run(["ip", "neigh", "flush", "all"])
    assert pair.ping(GLOBAL), "the address answers"
    assert pair.neighbour(GLOBAL) == _MAC.hex(":"), f"the address is known by {pair.neighbour(GLOBAL)}"


def test_case_119_everything_has_the_virtual_mac(work: Path) -> None:
    """Cases 119 and 122: adverts, neighbour advertisements and answers carry 00:00:5e:00:02:VRID; the macvlan has no
    address but the virtual ones; a backup is silent about them; after the end nothing is left."""
    with Pair6(work) as pair:
        before = [_links(router.node) for router in (pair.first, pair.second)]
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(priority=100))
        pair.first.start()
        _await(pair.first, 12)
        pair.second.start()
        wait_for(lambda: _NAME in _links(pair.second.node), 5, "the backup's virtual interface")
        settle(_FAST.master_down + 0.7)
        assert {a.split("/")[0] for a in pair.first.node.addresses(_NAME, 6)} == {LINK_LOCAL, GLOBAL}
        assert pair.second.node.addresses(_NAME, 6) == [], "a backup's virtual interface has no address"
        adverts = pair.capture.advertisements()
        assert {(a.source, a.ethernet_source) for a in adverts} == {(pair.first.node.link_local(), _MAC)}, f"heard {set(adverts)}"
        announced = pair.capture.unsolicited(GLOBAL)
        assert announced and {(a.ethernet_source, a.target_mac) for a in announced} == {(_MAC, _MAC)}
        _reachable(pair)
        assert pair.ping(f"{NETWORK}2") and pair.neighbour(f"{NETWORK}2") == hardware_address(pair.first.node)
        assert {a.ethernet_source for _ in (0,) for a in pair.capture.unsolicited(LINK_LOCAL)} == {_MAC}
        moment = time.monotonic()
        pair.first.signal(signal.SIGTERM)
        _await(pair.second, 3)
        heard = pair.capture.advertisements(since=moment)
        assert [a.priority for a in heard if a.source == pair.first.node.link_local()][-1] == 0
        settle(0.3)
        later = {(a.source, a.ethernet_source) for a in pair.capture.advertisements(since=time.monotonic() - 0.25)}
        assert later == {(pair.second.node.link_local(), _MAC)}, f"heard {later}"
        _reachable(pair)
        pair.second.signal(signal.SIGTERM)
        for router, links in zip((pair.first, pair.second), before):
            assert router.process is not None and router.process.wait(8) == 0
            assert _links(router.node) == links, f"left behind: {_links(router.node) - links}"


def test_transmits_from_base(work: Path) -> None:
    """`vmac_xmit_base` over IPv6: adverts carry the interface's own MAC, neighbour advertisements the virtual one."""
    with Pair6(work) as pair:
        instance = _FAST.but(body="use_vmac\nvmac_xmit_base")
        pair.first.configure(instance)
        pair.second.configure(instance.but(priority=100))
        pair.first.start()
        _await(pair.first, 12)
        pair.second.start()
        settle(1)
        assert not _has(pair.second.node, _NAME), "one master"
        own = bytes.fromhex(hardware_address(pair.first.node).replace(":", ""))
        assert {a.ethernet_source for a in pair.capture.advertisements()} == {own}
        assert {a.target_mac for a in pair.capture.unsolicited(GLOBAL)} == {_MAC}
        _reachable(pair)


def _with_keepalived(work: Path, first: Agent, second: Agent) -> None:
    with Pair6(work, first, second) as pair:
        one, two = _FAST, _FAST.but(priority=100)
        pair.first.configure(one)
        pair.second.configure(two)
        pair.second.start()
        _await(pair.second, two.master_down + 10)
        pair.first.start()
        _await(pair.first, one.master_down + 10)
        _await(pair.second, one.seconds + _SLACK, is_master=False)
        quiet = settle(1)
        adverts = pair.capture.advertisements(since=quiet)
        assert {(a.priority, a.ethernet_source) for a in adverts} == {(200, _MAC)}, f"heard {adverts[:3]}"
        _reachable(pair)
        pair.first.signal(signal.SIGTERM)
        _await(pair.second, two.skew + _SLACK + 1)
        assert pair.first.process is not None and pair.first.process.wait(5) is not None
        assert not _interface(pair.first.node), "the virtual interface is gone"
        _reachable(pair)


def test_keepalived_as_backup(work: Path) -> None:
    """Both with use_vmac over IPv6: keepalived takes over from baton."""
    _with_keepalived(work, BATON, KEEPALIVED)


def test_keepalived_as_master(work: Path) -> None:
    """Both with use_vmac over IPv6: baton takes over from keepalived."""
    _with_keepalived(work, KEEPALIVED, BATON)


def test_no_accept(work: Path) -> None:
    """`no_accept` over IPv6: neighbour discovery is answered and ping is not; the node's own addresses answer, also a
    link-local one of another link that is the same as the virtual one."""
    with Pair6(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-c", f"ip link add d0 type veth peer name d1 && ip link set d1 up && ip link set d0 up && ip address add {LINK_LOCAL}/64 dev d0 nodad"])
        pair.first.configure(_FAST.but(body="no_accept", device="eth0"))
        pair.first.start()
        await_master(pair.first, 12)
        assert not pair.ping(GLOBAL) and not pair.ping(LINK_LOCAL), "nobody answers at an address with no_accept"
        assert pair.neighbour(GLOBAL) == hardware_address(node), "neighbour discovery is answered"
        assert pair.ping(f"{NETWORK}2"), "the node's own address answers"
        assert node.run(["ping", "-6", "-c", "1", "-W", "1", f"{LINK_LOCAL}%d0"], check=False).returncode == 0
        tables = node.run(["nft", "list", "ruleset"]).stdout
        assert GLOBAL in tables and "eth0" in tables, tables


def test_signed_advertisements(work: Path) -> None:
    """`auth_hmac` over IPv6: a pair with the key elects, one with another key discards and both are master."""
    with Pair6(work) as pair:
        key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        body = "auth_hmac {\n    key 1 hex:" + key + "\n    active_key 1\n}"
        instance = _FAST.but(body=body, device="eth0")
        pair.first.configure(instance)
        pair.second.configure(instance.but(priority=100))
        pair.second.start()
        await_master(pair.second, 10)
        pair.first.start()
        await_master(pair.first, 10)
        wait_for(lambda: not holds(pair.second), 2, "the second to yield")
        quiet = settle(1)
        assert {a.priority for a in pair.capture.advertisements(since=quiet)} == {200}
        pair.second.configure(instance.but(priority=100, body=body.replace("0001", "ff01")))
        pair.second.reload()
        await_master(pair.second, 5)
        settle(0.5)
        assert holds(pair.first), "neither hears the other"
        counters = pair.second.node.run(["baton", "status", "--json"], check=False).stdout
        assert "discarded_auth-ext-invalid-hmac" in counters, counters
