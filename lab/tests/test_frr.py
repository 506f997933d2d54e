"""baton and FRR's vrrpd on one link, in both roles; and with keepalived between them."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.frr import FRR
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, Router, settle
from lab.tests.test_ipv6 import GLOBAL, LINK_LOCAL, NETWORK, Pair6, await_backup, await_master

THIRD = "172.20.128.4"
_SLACK = 0.35
PARALLEL = True


def _frr(pair: Pair, version: int, priority: int) -> FRR:
    return FRR(pair.lab.add_node("third", f"{THIRD}/16", routers=True), version, priority, 1000 if version == 2 else 100)


def _instance(version: int, priority: int) -> Instance:
    return Instance(priority, version=version, interval="1" if version == 2 else "0.1")


def _sources(pair: Pair, since: float) -> set[str]:
    return {a.source for a in pair.capture.advertisements(since=since) if a.priority > 0}


def _await_master(pair: Pair, address: str, seconds: float) -> None:
    """Until two advertisements in a row are this node's and nobody else's."""
    wait_for(lambda: [a.source for a in pair.capture.advertisements()[-2:]] == [address] * 2, seconds,
             f"{address} to be the only one that advertises")


def _quiet(pair: Pair, instance: Instance, master: str) -> None:
    heard = _sources(pair, settle(3 * instance.seconds + 0.3))
    assert heard == {master}, f"only {master} advertises, heard {sorted(heard)}"


def _with_frr_first(work: Path, version: int) -> None:
    with Pair(work, BATON, None) as pair:
        frr, baton, mine = _frr(pair, version, 200), pair.first, _instance(version, 100)
        baton.configure(mine)
        baton.start()
        baton.await_master(mine.master_down + 5)
        frr.start()
        baton.await_backup(mine.master_down + 5)
        _quiet(pair, mine, THIRD)
        moment = time.monotonic()
        frr.stop()
        _await_master(pair, FIRST, mine.master_down + 3)
        farewell = [a for a in pair.capture.advertisements(THIRD, since=moment) if a.priority == 0]
        assert farewell, "FRR says priority 0"
        took = pair.capture.advertisements(FIRST, since=moment)[0].time - farewell[-1].time
        assert mine.skew - 0.02 <= took <= mine.skew + _SLACK, f"took over {took:.3f} s after priority 0"
        assert baton.holds()


def _with_baton_first(work: Path, version: int) -> None:
    with Pair(work, BATON, None) as pair:
        frr, baton, mine = _frr(pair, version, 100), pair.first, _instance(version, 200)
        frr.start()
        _await_master(pair, THIRD, mine.master_down + 8)
        baton.configure(mine)
        baton.start()
        baton.await_master(mine.master_down + 5)
        _quiet(pair, mine, FIRST)
        baton.signal(signal.SIGTERM)
        _await_master(pair, THIRD, mine.master_down + 3)
        baton.await_backup(1)
        for frame in pair.judge():
            if frame["ip.src"] == FIRST:
                assert frame["vrrp.checksum.status"] in ("1", "Good") and not frame["_ws.malformed"], f"bad frame: {frame}"


def test_v2_frr_as_master(work: Path) -> None:
    """Case 130, version 2: baton yields to FRR and takes over a skew after FRR's priority 0."""
    _with_frr_first(work, 2)


def test_v2_frr_as_backup(work: Path) -> None:
    """Case 130, version 2: FRR yields to baton and takes over when baton leaves; tshark finds every frame right."""
    _with_baton_first(work, 2)


def test_v3_frr_as_master(work: Path) -> None:
    """Case 130, version 3 at 100 ms: baton yields to FRR and takes over a skew after FRR's priority 0."""
    _with_frr_first(work, 3)


def test_v3_frr_as_backup(work: Path) -> None:
    """Case 130, version 3 at 100 ms: FRR yields to baton and takes over when baton leaves; tshark finds every frame right."""
    _with_baton_first(work, 3)


def test_three_implementations(work: Path) -> None:
    """Version 3: of baton, keepalived and FRR the best one left is master, alone, whoever leaves and returns."""
    with Pair(work, BATON, KEEPALIVED) as pair:
        routers: dict[str, Router] = {FIRST: pair.first, SECOND: pair.second}
        priorities = {FIRST: 150, SECOND: 200, THIRD: 100}
        for address, router in routers.items():
            router.configure(_instance(3, priorities[address]))
            router.start()
        frr = _frr(pair, 3, priorities[THIRD])
        frr.start()
        mine = _instance(3, 1)
        _await_master(pair, SECOND, mine.master_down + 8)
        _quiet(pair, mine, SECOND)
        pair.second.signal(signal.SIGTERM)
        _await_master(pair, FIRST, mine.master_down + 3)
        _quiet(pair, mine, FIRST)
        pair.first.signal(signal.SIGTERM)
        _await_master(pair, THIRD, mine.master_down + 3)
        _quiet(pair, mine, THIRD)
        pair.first.start()
        _await_master(pair, FIRST, mine.master_down + 8)
        pair.second.start()
        _await_master(pair, SECOND, mine.master_down + 8)
        _quiet(pair, mine, SECOND)
        assert pair.second.holds() and not pair.first.holds(), "the address is where the master is"


def test_v3_ipv6_frr_as_master(work: Path) -> None:
    """Case 130, version 3 over IPv6: baton yields to FRR, whose first address is not link-local, and takes over a skew
    after FRR's priority 0."""
    with Pair6(work, BATON, None) as pair:
        frr, baton, mine = _frr6(pair, 200), pair.first, _instance6(100)
        baton.configure(mine)
        baton.start()
        await_master(baton, mine.master_down + 5)
        frr.start()
        await_backup(baton, mine.master_down + 8)
        quiet = settle(3 * mine.seconds + 0.3)
        assert {a.priority for a in pair.capture.advertisements(since=quiet)} == {200}, "only FRR advertises"
        moment = time.monotonic()
        frr.stop()
        await_master(baton, mine.master_down + 3)
        farewell = [a for a in pair.capture.advertisements(since=moment) if a.priority == 0]
        assert farewell, "FRR says priority 0"
        took = pair.capture.advertisements(baton.node.link_local(), since=moment)[0].time - farewell[-1].time
        assert mine.skew - 0.02 <= took <= mine.skew + _SLACK, f"took over {took:.3f} s after priority 0"


def test_v3_ipv6_frr_as_backup(work: Path) -> None:
    """Case 130, version 3 over IPv6: FRR yields to baton and takes over when baton leaves; tshark finds every frame right."""
    with Pair6(work, BATON, None) as pair:
        frr, baton, mine = _frr6(pair, 100), pair.first, _instance6(200)
        frr.start()
        wait_for(lambda: len(pair.capture.advertisements()) > 2, mine.master_down + 8, "FRR to be master")
        baton.configure(mine)
        baton.start()
        await_master(baton, mine.master_down + 5)
        own = baton.node.link_local()
        quiet = settle(3 * mine.seconds + 0.5) + 0.3
        heard = {a.source for a in pair.capture.advertisements(since=quiet) if a.priority > 0}
        assert heard == {own}, f"only {own} advertises, heard {sorted(heard)}"
        baton.signal(signal.SIGTERM)
        wait_for(lambda: [a.priority for a in pair.capture.advertisements()[-2:]] == [100] * 2, mine.master_down + 3,
                 "FRR to be the only one that advertises")
        await_backup(baton, 1)
        frames = [frame for frame in pair.judge() if frame["ipv6.src"] == own]
        assert frames
        for frame in frames:
            assert frame["vrrp.checksum.status"] in ("1", "Good") and not frame["_ws.malformed"], f"bad frame: {frame}"


def _frr6(pair: Pair6, priority: int) -> FRR:
    node = pair.lab.add_node("third", f"{THIRD}/16", routers=True)
    node.run(["ip", "address", "add", f"{NETWORK}4/64", "dev", "eth0", "nodad"])
    return FRR(node, 3, priority, 100, address=GLOBAL)


def _instance6(priority: int) -> Instance:
    return Instance(priority, version=3, interval="0.1", addresses=(f"{LINK_LOCAL}/64", f"{GLOBAL}/64"))
