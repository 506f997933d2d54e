"""Truncated, forged, looped and random IPv6 frames against a live master: nothing but the right counter may change."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

from lab.agents import BATON
from lab.frames import Forgery, Forgery6
from lab.pair import VRID, Instance, settle
from lab.tests.test_ipv6 import GLOBAL, LINK_LOCAL, Pair6, await_backup, await_master, hardware_address, holds
from lab.testing import alone

PARALLEL = True

#: Frames an interval: what silences keepalived.
_FRAMES_AN_INTERVAL = 4
_ROUNDS = 12
_ADDRESSES = (LINK_LOCAL, GLOBAL)
_INSTANCE = Instance(100, version=3, interval="0.1", addresses=(f"{LINK_LOCAL}/64", f"{GLOBAL}/64"))


def _valid(pair: Pair6) -> Forgery6:
    """What a valid frame of priority 255 would be: taken for good, it makes the master leave."""
    return Forgery6(pair.host.link_local(), vrid=VRID, interval=10, addresses=_ADDRESSES)


def _frames(pair: Pair6) -> dict[str, tuple[Forgery, str | None]]:
    """Each kind with the counter it raises; none where the kernel or the socket lets nothing through."""
    valid = _valid(pair)
    size = len(valid.packet())
    own = pair.first.node.link_local()
    mac = bytes.fromhex(hardware_address(pair.first.node).replace(":", ""))
    return {
        "cut to 7 bytes": (valid.but(cut_to=7), "stray packet-too-short"),
        "header only": (valid.but(cut_to=8), "length"),
        "half an address": (valid.but(cut_to=16), "length"),
        "one byte short": (valid.but(cut_to=size - 1), "length"),
        "count too big": (valid.but(count=3), "length"),
        "count 255": (valid.but(count=255), "length"),
        "count too small": (valid.but(count=1), "length"),
        "count 0": (valid.but(count=0, addresses=()), "address-count"),
        "eight bytes more": (valid.but(tail=b"\0" * 8), "length"),
        "wrong checksum": (valid.but(checksum_error=1), "checksum"),
        "no pseudo-header": (valid.but(pseudo_header=False), "checksum"),
        **{f"version {v}": (valid.but(version=v, layout=3), "version") for v in (0, 1, 2, 4, 15)},
        "version 2, its layout": (valid.but(version=2, interval=1), "version"),
        **{f"type {kind}": (valid.but(kind=kind), "type") for kind in (0, 2, 15)},
        "VRID 0": (valid.but(vrid=0), "stray vrid-unknown"),
        "another VRID": (valid.but(vrid=VRID + 1), "stray vrid-unknown"),
        **{f"hop limit {hops}": (valid.but(ttl=hops), "ttl") for hops in (254, 64, 1)},
        "source is global": (valid.but(source="fd00:128::250"), "source-not-link-local"),
        "source is the master": (valid.but(source=own), "own-packet"),
        "source is the virtual address": (valid.but(source=LINK_LOCAL), "source"),
        "source is nobody": (valid.but(source="::"), "source"),
        "source is loopback": (valid.but(source="::1"), None),
        "source is the group": (valid.but(source="ff02::12"), None),
        "to another group": (valid.but(destination="ff02::1"), "destination"),
        "to the node itself": (valid.but(destination=own, ethernet_destination=mac), "destination"),
        "interval 0": (valid.but(interval=0), "interval"),
    }


def _counters(pair: Pair6) -> dict[str, int]:
    status = json.loads(pair.first.node.run(["baton", "status", "--json"], check=False).stdout)
    found = {name.removeprefix("discarded_"): count for name, count in status["instances"][0]["counters"].items()
             if name.startswith("discarded_")}
    return found | {f"stray {name}": count for name, count in status["stray_packets"].items()}


def _master(pair: Pair6, instance: Instance) -> None:
    pair.first.configure(instance)
    pair.first.start()
    await_master(pair.first, instance.master_down + 10)
    settle(0.3)


def test_rejected_frames(work: Path) -> None:
    """Version 3 over IPv6, 100 ms: every kind of bad frame, four an interval, raises its own counter by exactly as many
    (case 134) and leaves rate, priority and addresses alone."""
    with Pair6(work, BATON, None) as pair:
        _master(pair, _INSTANCE)
        own = pair.first.node.link_local()
        every = _INSTANCE.seconds / _FRAMES_AN_INTERVAL
        for name, (forgery, counter) in _frames(pair).items():
            before = _counters(pair)
            start = time.monotonic()
            pair.inject(forgery, every=every, rounds=_ROUNDS)
            end = time.monotonic()
            heard = [a for a in pair.capture.advertisements(own, since=start) if a.time <= end
                     and a.ethernet_source != forgery.ethernet_source]
            assert heard and {a.priority for a in heard} == {100}, f"{name}: heard {heard}"
            expected = (end - start) / _INSTANCE.seconds
            assert abs(len(heard) - expected) <= 1.5, f"{name}: {len(heard)} adverts in {end - start:.2f} s"
            after = _counters(pair)
            raised = {key: after[key] - before.get(key, 0) for key in after if after[key] != before.get(key, 0)}
            assert raised == ({counter: _ROUNDS} if counter else {}), f"{name}: raised {raised}, expected {counter}"
        assert holds(pair.first), "the master has its addresses"


def test_valid_frame_is_taken(work: Path) -> None:
    """The control: the same generator's valid frame of priority 255, also behind hop-by-hop options, makes the master leave."""
    with Pair6(work, BATON, None) as pair:
        _master(pair, _INSTANCE)
        for extension in (b"", b"\1\4" + b"\0" * 4):
            pair.inject(_valid(pair).but(extension=extension), every=0.05, rounds=2)
            await_backup(pair.first, 1)
            await_master(pair.first, _INSTANCE.master_down + 3)


@alone
def test_floods(work: Path) -> None:
    """A thousand frames a second of lower priority, of priority 0 and of another VRID: adverts and announcements stay few."""
    with Pair6(work, BATON, None) as pair:
        _master(pair, _INSTANCE)
        own = pair.first.node.link_local()
        for name, priority, vrid, most in (("lower", 1, VRID, 2.5), ("zero", 0, VRID, 10), ("other", 255, VRID + 1, 1)):
            start = time.monotonic()
            pair.inject(_valid(pair).but(priority=priority, vrid=vrid), every=0.001, rounds=1000)
            took = time.monotonic() - start
            settle(0.3)
            adverts = [a for a in pair.capture.advertisements(own, since=start)]
            announced = pair.capture.unsolicited(since=start)
            intervals = (took + 0.3) / _INSTANCE.seconds
            assert len(adverts) <= most * intervals + 3, f"{name}: {len(adverts)} adverts in {intervals:.0f} intervals"
            # Two addresses, five times, at most once an interval.
            assert len(announced) <= 10 * (intervals + 1), f"{name}: {len(announced)} announcements"
        assert holds(pair.first)


def test_random_frames(work: Path) -> None:
    """20 000 random and mutated frames of protocol 112: alive, master, few lines of log."""
    seed = int(os.environ.get("BATON_SEED", "6"))
    source = random.Random(seed)
    with Pair6(work, BATON, None) as pair:
        _master(pair, _INSTANCE)
        valid = _valid(pair).but(priority=1)
        frames: list[Forgery] = []
        for _ in range(400):
            kind = source.randrange(3)
            if kind == 0:
                frames.append(valid.but(tail=source.randbytes(source.randrange(200)), count=source.randrange(256)))
            elif kind == 1:
                frames.append(valid.but(cut_to=source.randrange(len(valid.packet()))))
            else:
                frames.append(valid.but(kind=source.randrange(16), version=source.randrange(16), layout=3, priority=source.randrange(256),
                                        checksum_error=source.randrange(1, 0xFFFF), ttl=source.randrange(256)))
        pair.inject(*frames, every=0.0001, rounds=50)
        settle(0.5)
        assert holds(pair.first), f"seed {seed}"
        assert pair.first.process is not None and pair.first.process.running
        lines = pair.first.process.log_text().splitlines()
        assert len(lines) < 200, f"seed {seed}: {len(lines)} lines of log"
