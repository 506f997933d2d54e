"""Advertisements leave on time whatever else the agent and its machine have to do."""

from __future__ import annotations

from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, settle


def _gaps(pair: Pair, since: float) -> list[float]:
    times = [a.time for a in pair.capture.advertisements(FIRST, since=since)]
    return [later - earlier for earlier, later in zip(times, times[1:])]


def test_case_135_work_delays_no_advert(work: Path) -> None:
    """250 addresses announced every second, 200 scripts a second and a chatty log leave the advert rate alone."""
    addresses = tuple(f"172.20.{130 + n // 128}.{n % 128 + 1}/16" for n in range(250))
    scripts = "".join(f'vrrp_script s{n} {{\n    script "/bin/sh -c \'exit {n % 2}\'"\n    interval 1\n    weight 1\n}}\n'
                      for n in range(200))
    names = "\n".join(f"    s{n}" for n in range(200))
    body = (f"garp_master_refresh 1\ngarp_master_refresh_repeat 5\ntrack_script {{\n{names}\n}}\nnotify /bin/true\n")
    with Pair(work, BATON, None) as pair:
        head = "global_defs {\n    script_user root\n    log_unknown_vrids\n}\n" + scripts
        pair.first.configure(Instance(100, version=3, interval="0.1", addresses=addresses, body=body), head=head)
        pair.first.start()
        wait_for(lambda: pair.first.holds("172.20.130.1"), 30, "the addresses")
        start = settle(10)
        gaps = _gaps(pair, start)
        announced = len(pair.capture.gratuitous(since=start))
        assert announced > 5 * 250 * 7, f"only {announced} announcements in ten seconds"
        assert len(gaps) >= 95, f"only {len(gaps)} adverts in ten seconds"
        assert max(gaps) < 0.2, f"two adverts {max(gaps) * 1000:.0f} ms apart; a turn took longer than an interval"


def test_case_136_busy_machine_moves_nothing(work: Path) -> None:
    """Sixty seconds at 10 ms beside four busy loops: the backup never takes over."""
    with Pair(work) as pair:
        for router, priority in ((pair.first, 200), (pair.second, 100)):
            router.configure(Instance(priority, version=3, interval="0.01"))
        pair.first.start()
        pair.first.await_master(10)
        pair.second.start()
        settle(1)
        for _ in range(4):
            pair.host.start(["sh", "-c", "while :; do :; done"], log="busy")
        start = settle(60)
        other = pair.capture.advertisements(SECOND, since=start)
        assert not other, f"the backup advertised {len(other)} times, first {other[0].time - start:.2f} s after the start"
        gaps = _gaps(pair, start)
        assert len(gaps) > 5900, f"only {len(gaps)} adverts in sixty seconds"
        assert max(gaps) < 0.03, f"two adverts {max(gaps) * 1000:.1f} ms apart"
