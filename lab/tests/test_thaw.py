"""A master whose process was stopped while its peer took over: it listens before it speaks."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, SECOND, VIRTUAL_ADDRESS, Instance, Pair, settle

_FAST = Instance(200, version=3, interval="0.1", body="garp_master_delay 0")


def _start(pair: Pair, instance: Instance) -> None:
    pair.first.configure(instance)
    pair.second.configure(instance.but(priority=100))
    pair.first.start()
    pair.first.await_master(instance.master_down + 10)
    pair.second.start()
    settle(instance.master_down + 0.5)


def test_case_133_stopped_master_stays_backup(work: Path) -> None:
    """SIGSTOP for 2 s with nopreempt: no advert and no gratuitous ARP after SIGCONT, and one master: the peer."""
    with Pair(work) as pair:
        _start(pair, _FAST.but(body="garp_master_delay 0\nnopreempt"))
        router = BATON.router(pair.first.node)
        os.kill(router, signal.SIGSTOP)
        time.sleep(2)
        assert pair.second.holds(), "the peer takes over from a stopped master"
        moment = time.monotonic()
        os.kill(router, signal.SIGCONT)
        pair.first.await_backup(1)
        settle(2)
        adverts = pair.capture.advertisements(FIRST, since=moment)
        assert not adverts, f"a thawed master says nothing, heard {[a.priority for a in adverts]}"
        announced = pair.capture.gratuitous(VIRTUAL_ADDRESS, since=moment)
        assert not announced, f"nobody announces anew, heard {len(announced)}"
        assert pair.second.holds() and not pair.first.holds(), "the peer alone is master"
        assert pair.capture.advertisements(SECOND, since=moment + 1), "the peer goes on"


def test_case_133_frozen_master_returns_in_its_time(work: Path) -> None:
    """A whole node frozen for 2 s, with preemption: silent for a master down interval, then the one master again."""
    with Pair(work) as pair:
        _start(pair, _FAST)
        pair.first.node.freeze()
        time.sleep(2)
        assert pair.second.holds(), "the peer takes over from a frozen node"
        moment = time.monotonic()
        pair.first.node.thaw()
        pair.first.await_backup(1)
        wait_for(lambda: pair.first.holds() and not pair.second.holds(), 5, "the higher priority to take over again")
        first = pair.capture.advertisements(FIRST, since=moment)[0]
        waited = first.time - moment
        assert waited > 0.3, f"its first advert came {waited * 1000:.0f} ms after the thaw"


def test_frozen_master_alone_speaks_after_an_interval(work: Path) -> None:
    """Frozen for 2 s with no peer: it listens for an interval, advertises and announces once, and never let go."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        pair.first.start()
        pair.first.await_master(10)
        settle(0.5)
        pair.first.node.freeze()
        time.sleep(2)
        moment = time.monotonic()
        pair.first.node.thaw()
        settle(1)
        adverts = pair.capture.advertisements(FIRST, since=moment)
        waited = adverts[0].time - moment
        assert 0.1 < waited < 0.4, f"its first advert came {waited * 1000:.0f} ms after the thaw"
        assert len(pair.capture.gratuitous(VIRTUAL_ADDRESS, since=moment)) == 1, "one announcement"
        assert pair.first.holds(), "the address stayed"
