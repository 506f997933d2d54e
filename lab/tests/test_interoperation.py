"""baton and Debian's keepalived on one link, in both roles, for every mode both speak."""

from __future__ import annotations

import re
import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, Router, settle
from lab.testing import alone

PARALLEL = True

#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.35


def _modes(kind: str) -> tuple[Instance, Instance]:
    """The instances of first (priority 200) and second (priority 100)."""
    base = Instance(200)
    if kind == "seed":
        base = base.but(password="letmein")
        return base.but(source=FIRST, peers=(SECOND,)), base.but(priority=100, source=SECOND, peers=(FIRST,))
    if kind == "v2-password":
        base = base.but(password="letmein")
    if kind in ("v3", "v3-unicast"):
        base = base.but(version=3, interval="0.1")
    if kind == "v3-unicast":
        return base.but(source=FIRST, peers=(SECOND,)), base.but(priority=100, source=SECOND, peers=(FIRST,))
    return base, base.but(priority=100)


def _exchange(work: Path, kind: str, baton_first: bool) -> None:
    """The life of a pair: the first becomes master, leaves, returns, is frozen and thawed."""
    agents = (BATON, KEEPALIVED) if baton_first else (KEEPALIVED, BATON)
    with Pair(work, *agents) as pair:
        first, second = pair.first, pair.second
        one, two = _modes(kind)
        first.configure(one)
        second.configure(two)
        second.start()
        second.await_master(two.master_down + 10)
        first.start()
        first.await_master(one.master_down + 10)
        second.await_backup(one.seconds + _SLACK)

        quiet = settle(3 * one.seconds + 0.5)
        adverts = pair.capture.advertisements(since=quiet)
        assert {a.source for a in adverts} == {FIRST}, f"only the master advertises, heard {[a.source for a in adverts]}"
        assert {a.priority for a in adverts} == {200}
        keepalived = first if first.agent is KEEPALIVED else second
        baton = second if keepalived is first else first
        _leave(pair, first, second, two)

        first.start()
        first.await_master(one.master_down + 10)
        second.await_backup(one.seconds + _SLACK)
        _freeze(pair, first, second, two)
        _assert_counters_clean(keepalived)
        _assert_frames_good(pair, baton)


def _leave(pair: Pair, first: Router, second: Router, two: Instance) -> None:
    moment = time.monotonic()
    first.signal(signal.SIGTERM)
    second.await_master(two.skew + _SLACK + 1)
    own = pair.capture.advertisements(FIRST, since=moment)
    assert [a.priority for a in own][-1:] == [0], f"a master that leaves says priority 0, heard {own}"
    heard = pair.capture.advertisements(SECOND, since=moment)
    assert heard, "the successor advertises"
    after = heard[0].time - own[-1].time
    assert two.skew - 0.02 <= after <= two.skew + _SLACK, f"took over {after:.3f} s after priority 0, skew is {two.skew:.3f}"
    assert first.process is not None
    assert first.process.wait(5) is not None, "SIGTERM ends the agent"
    first.await_backup(1)


def _freeze(pair: Pair, first: Router, second: Router, two: Instance) -> None:
    last = pair.capture.advertisements(FIRST)[-1]
    first.node.freeze()
    frozen = time.monotonic()
    try:
        second.await_master(two.master_down + _SLACK + 1)
        wait_for(lambda: bool(pair.capture.advertisements(SECOND, since=frozen)), 2, "the successor's advertisement")
        last = pair.capture.advertisements(FIRST, since=last.time)[-1]
        took = pair.capture.advertisements(SECOND, since=frozen)[0].time - last.time
        assert two.master_down - 0.02 <= took <= two.master_down + _SLACK, \
            f"took over {took:.3f} s after the last advert, master down is {two.master_down:.3f}"
    finally:
        first.node.thaw()
    # keepalived speaks at once; baton listens for an interval first, and then preempts as a backup does.
    second.await_backup(two.master_down + 2 * two.seconds + _SLACK)
    assert first.holds(), "the thawed master has its address"


def _assert_counters_clean(keepalived: Router) -> None:
    """keepalived's own statistics: it heard adverts and found no fault in any."""
    assert keepalived.process is not None
    keepalived.signal(signal.SIGUSR2)
    found: dict[str, str] = {}

    def read() -> bool:
        text = keepalived.node.run(["sh", "-c", "cat /tmp/keepalived.stats /run/keepalived/*.stats 2>/dev/null"],
                                   check=False).stdout
        found["text"] = text
        return "Priority Zero" in text

    wait_for(read, 5, "keepalived's statistics", 0.1)
    text = found["text"]
    errors = {name: int(value) for name, value in re.findall(
        r"^\s+(Length|TTL|Invalid Type|Advertisement Interval|Address List|Type Mismatch|Failure): (\d+)", text, re.M)}
    assert len(errors) == 7, f"expected seven error counters in:\n{text}"
    assert not any(errors.values()), f"keepalived counted errors: {errors}"


def _assert_frames_good(pair: Pair, router: Router) -> None:
    """tshark finds every frame of this router complete and its checksum right."""
    frames = [frame for frame in pair.judge() if frame["ip.src"] == router.address]
    assert frames, "tshark saw frames of baton"
    for frame in frames:
        assert frame["vrrp.checksum.status"] in ("1", "Good"), f"tshark calls a checksum wrong: {frame}"
        assert not frame["_ws.malformed"], f"tshark calls a frame malformed: {frame}"
        assert frame["ip.ttl"] == "255", f"TTL is 255: {frame}"


def test_seed_with_keepalived_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, PASS, unicast: baton takes over from keepalived and gives back."""
    _exchange(work, "seed", baton_first=False)


def test_seed_with_baton_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, PASS, unicast: keepalived takes over from baton and gives back."""
    _exchange(work, "seed", baton_first=True)


def test_v2_multicast_with_keepalived_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, multicast: baton takes over from keepalived and gives back."""
    _exchange(work, "v2", baton_first=False)


def test_v2_multicast_with_baton_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, multicast: keepalived takes over from baton and gives back."""
    _exchange(work, "v2", baton_first=True)


def test_v3_multicast_with_keepalived_as_master(work: Path) -> None:
    """Cases 33, 129: version 3 at 100 ms, multicast: baton takes over from keepalived and gives back."""
    _exchange(work, "v3", baton_first=False)


def test_v3_multicast_with_baton_as_master(work: Path) -> None:
    """Cases 33, 129: version 3 at 100 ms, multicast: keepalived takes over from baton and gives back."""
    _exchange(work, "v3", baton_first=True)


def test_v2_password_with_keepalived_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, PASS, multicast: baton takes over from keepalived and gives back."""
    _exchange(work, "v2-password", baton_first=False)


def test_v2_password_with_baton_as_master(work: Path) -> None:
    """Cases 33, 129: version 2, PASS, multicast: keepalived takes over from baton and gives back."""
    _exchange(work, "v2-password", baton_first=True)


def test_v3_unicast_with_keepalived_as_master(work: Path) -> None:
    """Cases 33, 129: version 3 at 100 ms, unicast: baton takes over from keepalived and gives back."""
    _exchange(work, "v3-unicast", baton_first=False)


def test_v3_unicast_with_baton_as_master(work: Path) -> None:
    """Cases 33, 129: version 3 at 100 ms, unicast: keepalived takes over from baton and gives back."""
    _exchange(work, "v3-unicast", baton_first=True)


@alone
def test_250_instances_beside_keepalived(work: Path) -> None:
    """Case 109: 250 instances against keepalived; all adverts come within a tenth of their interval, and all move."""
    with Pair(work, BATON, KEEPALIVED) as pair:
        def instances(priority: int) -> list[Instance]:
            return [Instance(priority, version=3, interval="1", name=f"VI_{n}", vrid=n,
                             addresses=(f"172.20.{130 + n // 128}.{n % 128 + 1}/16",)) for n in range(1, 251)]

        pair.first.configure(*instances(100))
        pair.first.start()
        everybody = set(range(1, 251))

        def masters(source: str, since: float) -> set[int]:
            return {a.vrid for a in pair.capture.advertisements(source, since=since) if a.priority > 0}

        wait_for(lambda: masters(FIRST, time.monotonic() - 1.2) == everybody, 15, "250 masters at baton")
        start = settle(4.5)
        for vrid in everybody:
            times = [a.time for a in pair.capture.advertisements(FIRST, since=start) if a.vrid == vrid]
            gaps = [later - earlier for earlier, later in zip(times, times[1:])]
            assert gaps and max(gaps) <= 1.1 and min(gaps) >= 0.9, f"VRID {vrid} advertised every {gaps} s"
        pair.second.configure(*instances(200))
        pair.second.start()
        wait_for(lambda: masters(SECOND, time.monotonic() - 1.2) == everybody
                 and not masters(FIRST, time.monotonic() - 1.2), 20, "250 masters at keepalived and none at baton")
        pair.second.signal(signal.SIGTERM)
        wait_for(lambda: masters(FIRST, time.monotonic() - 1.2) == everybody, 15, "250 masters at baton again")
