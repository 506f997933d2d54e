"""Truncated, forged, looped and random frames against a live master: nothing but a counter may change."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

from lab.agents import BATON
from lab.frames import Forgery
from lab.pair import FIRST, HOST, SECOND, VIRTUAL_ADDRESS, VRID, Instance, Pair, settle
from lab.testing import alone

PARALLEL = True

#: Frames an interval: what silences keepalived.
_FRAMES_AN_INTERVAL = 4


def _base(version: int) -> Forgery:
    """What a valid frame of priority 255 would be: taken for good, it makes the master leave."""
    common = Forgery(HOST, vrid=VRID, addresses=(VIRTUAL_ADDRESS,), version=version)
    return common if version == 2 else common.but(interval=10)


def _common(valid: Forgery) -> dict[str, Forgery]:
    size = len(valid.packet())
    other = 3 if valid.version == 2 else 2
    return {
        "cut to 7 bytes": valid.but(cut_to=7),
        "header only": valid.but(cut_to=8),
        "half an address": valid.but(cut_to=10),
        "one byte short": valid.but(cut_to=size - 1),
        "count too big": valid.but(count=2),
        "count 255": valid.but(count=255),
        "count too small": valid.but(addresses=(VIRTUAL_ADDRESS, "172.20.129.9"), count=1),
        "count 0": valid.but(count=0, addresses=()),
        "four bytes more": valid.but(tail=b"\1\2\3\4"),
        "eight bytes more": valid.but(tail=b"\0" * 8),
        "wrong checksum": valid.but(checksum_error=1),
        **{f"version {v}": valid.but(version=v, layout=valid.version) for v in (0, 1, other, 4, 15)},
        "the other version": valid.but(version=other, layout=other),
        **{f"type {kind}": valid.but(kind=kind) for kind in (0, 2, 15)},
        "VRID 0": valid.but(vrid=0),
        "another VRID": valid.but(vrid=VRID + 1),
        **{f"TTL {ttl}": valid.but(ttl=ttl) for ttl in (254, 64, 1)},
        "IP options cut": valid.but(options=b"\1" * 40, cut_to=8),
        "source is the master": valid.but(source=FIRST),
        "source is loopback": valid.but(source="127.0.0.1"),
        "source is the group": valid.but(source="224.0.0.18"),
        "source is the virtual address": valid.but(source=VIRTUAL_ADDRESS),
        "source 0.0.0.0": valid.but(source="0.0.0.0"),
        "to another group": valid.but(destination="224.0.0.1"),
        "interval 0": valid.but(interval=0),
    }


def _v2_only(valid: Forgery) -> dict[str, Forgery]:
    return {
        "interval 2": valid.but(interval=2),
        "interval 255": valid.but(interval=255),
        "wrong password": valid.but(password=b"letmeout"),
        "password's beginning": valid.but(password=b"letmei"),
        "zero password": valid.but(password=b""),
        **{f"authentication type {kind}": valid.but(authentication=kind) for kind in (0, 2, 3, 255)},
        "no authentication data": valid.but(cut_to=len(valid.packet()) - 8),
    }


def _unmoved(pair: Pair, instance: Instance, frames: dict[str, Forgery], rounds: int) -> None:
    """Sends each kind for a while and holds the master to its rate, priority and address meanwhile."""
    every = instance.seconds / _FRAMES_AN_INTERVAL
    for name, forgery in frames.items():
        start = time.monotonic()
        pair.inject(forgery, every=every, rounds=rounds)
        end = time.monotonic()
        own = [a for a in pair.capture.advertisements(FIRST, since=start) if a.time <= end
               and a.ethernet_source != forgery.ethernet_source]
        assert own and {a.priority for a in own} == {instance.priority}, f"{name}: heard {own}"
        # A frame cannot add or take away more than the edges of the window do.
        expected = (end - start) / instance.seconds
        assert abs(len(own) - expected) <= 1.5, f"{name}: {len(own)} adverts in {end - start:.2f} s"
        gaps = [b.time - a.time for a, b in zip(own, own[1:])]
        assert not gaps or max(gaps) < 1.6 * instance.seconds, f"{name}: {max(gaps):.3f} s between adverts"
    assert pair.first.holds(), "the master has its address"


def _master(pair: Pair, instance: Instance) -> None:
    pair.first.configure(instance)
    pair.first.start()
    pair.first.await_master(instance.master_down + 10)
    settle(0.3)


def test_rejected_frames_v3(work: Path) -> None:
    """Version 3, 100 ms: every kind of bad frame, four an interval, leaves rate, priority and address alone."""
    instance = Instance(100, version=3, interval="0.1")
    with Pair(work, BATON, None) as pair:
        _master(pair, instance)
        _unmoved(pair, instance, _common(_base(3)), rounds=16)


def test_rejected_frames_v2_pass(work: Path) -> None:
    """Version 2 with PASS, 1 s: every kind of bad frame, four a second, leaves rate, priority and address alone."""
    instance = Instance(100, password="letmein")
    with Pair(work, BATON, None) as pair:
        _master(pair, instance)
        valid = _base(2)
        frames = _v2_only(valid) | {name: _common(valid)[name] for name in (
            "wrong checksum", "header only", "count too big", "the other version", "TTL 254", "interval 0")}
        _unmoved(pair, instance, frames, rounds=10)


def test_rejected_frames_unicast(work: Path) -> None:
    """Unicast: frames from a host that is no peer, and multicast ones, change nothing."""
    instance = Instance(100, version=3, interval="0.1", source=FIRST, peers=(SECOND,))
    with Pair(work, BATON, None) as pair:
        # Nobody has the peer's address here; without an entry by hand no advert would get past the ARP requests.
        pair.first.node.run(["ip", "neighbour", "add", SECOND, "lladdr", "02:00:00:00:00:03", "dev", "eth0", "nud",
                             "permanent"])
        _master(pair, instance)
        mac = bytes.fromhex(pair.first.node.run(["cat", "/sys/class/net/eth0/address"]).stdout.strip().replace(":", ""))
        unicast = _base(3).but(destination=FIRST, ethernet_destination=mac)
        frames = {
            "unknown peer": unicast,
            "unknown peer, TTL 1": unicast.but(ttl=1),
            "unknown peer of another network": unicast.but(source="10.9.8.7", ttl=50),
            "multicast": _base(3).but(source=SECOND),
        }
        _unmoved(pair, instance, frames, rounds=16)


def test_valid_frame_is_taken(work: Path) -> None:
    """The control: the same generator's valid frame of priority 255 does make the master leave."""
    for version, interval, password in ((2, "1", "letmein"), (3, "0.1", None)):
        instance = Instance(100, version=version, interval=interval, password=password)
        scratch = work / f"v{version}"
        scratch.mkdir()
        with Pair(scratch, BATON, None) as pair:
            _master(pair, instance)
            pair.inject(_base(version), every=0.05, rounds=2)
            pair.first.await_backup(1)


def test_case_131_both_checksums_are_taken(work: Path) -> None:
    """Version 3: a frame with the RFC 9568 checksum is taken as well, and does not change what is sent."""
    instance = Instance(100, version=3, interval="0.1")
    with Pair(work, BATON, None) as pair:
        _master(pair, instance)
        pair.inject(_base(3).but(pseudo_header=False), every=0.05, rounds=2)
        pair.first.await_backup(1)
        pair.first.await_master(instance.master_down + 3)
        settle(0.3)
        own = [frame for frame in pair.judge() if frame["ip.src"] == FIRST]
        assert {frame["vrrp.checksum.status"] for frame in own} <= {"1", "Good"}, "its own checksums stay as they were"


@alone
def test_floods(work: Path) -> None:
    """Floods of priority 0 and of lower priorities are answered, but at a bounded rate."""
    instance = Instance(100, version=3, interval="0.1")
    with Pair(work, BATON, None) as pair:
        _master(pair, instance)
        settle(6)
        for priority in (0, 1):
            start = time.monotonic()
            pair.inject(_base(3).but(priority=priority), every=0.01, rounds=200)
            seconds = time.monotonic() - start
            adverts = len(pair.capture.advertisements(FIRST, since=start))
            announcements = len(pair.capture.gratuitous(VIRTUAL_ADDRESS, since=start))
            periodic = seconds / instance.seconds
            assert 0.8 * periodic <= adverts <= 11 * periodic, f"priority {priority}: {adverts} adverts in {seconds:.1f} s"
            assert announcements <= 6 * periodic, f"priority {priority}: {announcements} announcements in {seconds:.1f} s"
        assert pair.first.holds()


def test_random_frames(work: Path) -> None:
    """Two thousand random and mutated frames: the agent lives, its address stays, its log stays short."""
    seed = int(os.environ.get("BATON_LAB_SEED", "20191018"))
    chance = random.Random(seed)
    instance = Instance(100, version=3, interval="0.1")
    with Pair(work, BATON, None) as pair:
        _master(pair, instance)
        router = BATON.router(pair.first.node)
        assert pair.first.process is not None
        logged = len(pair.first.process.log_text())
        frames = []
        for _ in range(2000):
            valid = _base(3).but(priority=chance.randrange(1, 255), checksum_error=chance.randrange(1, 65535))
            size = len(valid.packet())
            frames.append(valid.but(
                kind=chance.randrange(16), version=chance.choice((2, 3, 3, 3, 9)), vrid=chance.choice((VRID, VRID, 0, 7)),
                count=chance.randrange(256), cut_to=chance.randrange(1, size + 1), ttl=chance.choice((255, 255, 3)),
                tail=chance.randbytes(chance.randrange(40)), layout=3))
        start = time.monotonic()
        pair.inject(*frames, every=0.001)
        end = time.monotonic()
        assert BATON.router(pair.first.node) == router, f"the router process died (seed {seed})"
        own = [a for a in pair.capture.advertisements(FIRST, since=start) if a.time <= end]
        gaps = [b.time - a.time for a, b in zip(own, own[1:])]
        assert gaps, f"the master fell silent (seed {seed})"
        assert max(gaps) < 1.6 * instance.seconds, f"adverts came {max(gaps):.3f} s apart (seed {seed})"
        assert pair.first.holds(), f"the address stays (seed {seed})"
        grown = len(pair.first.process.log_text()) - logged
        assert grown < 20_000, f"{grown} bytes of log for 2000 bad frames"
