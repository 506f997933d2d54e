"""Guards: where an address stays, and where it goes, although checks fail."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

from lab.agents import BATON, KEEPALIVED
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, Router, settle

PARALLEL = True

_SCRIPT = """vrrp_script web {
    script "/usr/bin/test ! -e /run/web.down"
    interval 1
}
"""


def _instance(priority: int, words: str) -> Instance:
    return Instance(priority, version=3, interval="0.1", body=words + "track_script {\n    web\n}")


def _start(pair: Pair, words: str) -> None:
    """The first node is master, and both are well."""
    for router, priority in ((pair.first, 150), (pair.second, 100)):
        router.configure(_instance(priority, words), head=_SCRIPT)
        router.node.run(["mkdir", "-p", "/var/lib"])
        router.start()
    pair.first.await_master(15)
    wait_for(lambda: _status(pair.second)["state"] == "backup", 15, "the second node to be backup")


def _fail(router: Router) -> None:
    router.node.run(["touch", "/run/web.down"])


def _pass(router: Router) -> None:
    router.node.run(["rm", "/run/web.down"])


def _status(router: Router) -> dict[str, Any]:
    answer = router.node.run(["baton", "status", "--json"], check=False).stdout
    instances = json.loads(answer)["instances"] if answer else [{"state": "none"}]
    return dict(instances[0])


def _guard(router: Router, name: str = "all_unhealthy") -> dict[str, Any]:
    found = [guard for guard in _status(router).get("guards", []) if guard["guard"] == name]
    return dict(found[0]) if found else {"in_force": False, "text": ""}


def _holders(pair: Pair) -> list[Router]:
    return [router for router in (pair.first, pair.second) if router.holds()]


def test_all_unhealthy_drop(work: Path) -> None:
    """`all_unhealthy drop`: the checks of both nodes fail, and nobody has the address."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair, "all_unhealthy drop\n")
        _fail(pair.second)
        wait_for(lambda: _status(pair.second)["state"] == "fault", 10, "a fault of the second node")
        _fail(pair.first)
        wait_for(lambda: not _holders(pair), 10, "an address that nobody has")


def test_all_unhealthy_hold(work: Path) -> None:
    """`all_unhealthy hold`: the holder keeps the address while both fail, says so, and hands it to the first that is well."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair, "all_unhealthy hold\n")
        _fail(pair.second)
        wait_for(lambda: _status(pair.second)["state"] == "fault", 10, "a fault of the second node")
        lost: list[float] = []
        _fail(pair.first)

        def is_held() -> bool:
            if not pair.first.holds():
                lost.append(1)
            guard = _guard(pair.first)
            return bool(guard["in_force"]) and "nobody took over" in str(guard["text"])

        wait_for(is_held, 10, "a node that holds on")
        assert not lost, "the address does not leave for a moment"
        assert _status(pair.first)["priority"]["effective"] == 1
        story = pair.first.node.run(["baton", "why"]).stdout
        places = [story.index(text) for text in (
            "no successor was heard in time", "check web went up → down", "no fault, but the last resort (all_unhealthy hold)",
            "nobody took the addresses over; held as the last resort (all_unhealthy hold)")]
        assert places == sorted(places), story
        settled = settle(0.5)
        heard = {advert.priority for advert in pair.capture.advertisements(FIRST, since=settled)}
        assert heard == {1}, f"who holds on advertises 1, heard {heard}"

        os.kill(BATON.router(pair.first.node), signal.SIGKILL)
        wait_for(is_held, 10, "another router process that holds on")
        assert not lost, "a restart does not drop the address"

        _pass(pair.second)
        pair.second.await_master(10)
        wait_for(lambda: _status(pair.first)["state"] == "fault", 10, "a fault of the one that held on")
        _pass(pair.first)
        pair.first.await_master(10)


def test_all_unhealthy_best(work: Path) -> None:
    """`all_unhealthy best`: while both fail one of them has the address, and when it dies the other takes over."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair, "all_unhealthy best\n")
        _fail(pair.second)
        wait_for(lambda: _status(pair.second)["priority"]["effective"] == 8, 10, "the last resort of the second node")
        assert _status(pair.second)["state"] == "backup"
        _fail(pair.first)
        wait_for(lambda: "nobody took over" in str(_guard(pair.first)["text"]), 10, "an offer that nobody takes")
        assert _holders(pair) == [pair.first]
        settle(1)
        assert _holders(pair) == [pair.first], "a tie leaves the address where it is"
        pair.first.signal(signal.SIGTERM)
        pair.second.await_master(10)
        settled = settle(0.5)
        heard = {advert.priority for advert in pair.capture.advertisements(SECOND, since=settled)}
        assert heard == {8}, f"the last resort advertises 8, heard {heard}"


def test_hold_beside_keepalived(work: Path) -> None:
    """`all_unhealthy hold` beside keepalived: what is offered, a healthy keepalived takes within its skew, even with
    nopreempt."""
    with Pair(work, BATON, KEEPALIVED) as pair:
        pair.first.configure(_instance(150, "all_unhealthy hold\n"), head=_SCRIPT)
        pair.second.configure(Instance(100, version=3, interval="0.1", body="nopreempt\n"))
        pair.first.start()
        pair.first.await_master(15)
        pair.second.start()
        settle(1)
        assert _holders(pair) == [pair.first]
        _fail(pair.first)
        pair.second.await_master(10)
        wait_for(lambda: _status(pair.first)["state"] == "fault", 10, "a fault of the one that was relieved")
        assert _holders(pair) == [pair.second]


#: What all nodes depend on, which a file makes fail for one of them; the grace is 0.5 + 0.4 + 0.3 + 0.1 s.
_SHARED = """check data {
    exec /bin/sh -c "test ! -e /run/data.down"
    interval 0.5
    timeout 0.4
    scope shared
    tracked_by all
}
"""


def _share(pair: Pair) -> None:
    """The first node is master and guards its address against what fails for all."""
    for router, priority in ((pair.first, 150), (pair.second, 100)):
        router.configure(Instance(priority, version=3, interval="0.1", body="blast_radius_guard\n"), head=_SHARED)
        router.node.run(["mkdir", "-p", "/var/lib"])
        router.start()
    pair.first.await_master(15)
    wait_for(lambda: _status(pair.second)["state"] == "backup", 15, "the second node to be backup")


def _records(router: Router, *words: str) -> list[dict[str, Any]]:
    lines = router.node.run(["baton", "history", "--format", "json", *words]).stdout.splitlines()
    return [json.loads(line) for line in lines]


def test_shared_failure_on_both(work: Path) -> None:
    """`blast_radius_guard`: what fails for both nodes does not move the address, neither when it begins nor when it ends."""
    with Pair(work, BATON, BATON) as pair:
        _share(pair)
        elsewhere: list[list[Router]] = []
        pair.first.node.run(["touch", "/run/data.down"])
        pair.second.node.run(["touch", "/run/data.down"])

        def is_kept() -> bool:
            holders = _holders(pair)
            if holders != [pair.first]:
                elsewhere.append(holders)
            return "nobody took over" in str(_guard(pair.first, "blast_radius_guard")["text"])

        wait_for(is_kept, 15, "an offer that nobody takes")
        assert not elsewhere, f"the address stays where it is, and was at {elsewhere}"
        for router in (pair.first, pair.second):
            router.node.run(["rm", "/run/data.down"])
        wait_for(lambda: _status(pair.first)["priority"]["effective"] == 150, 10, "the full priority")
        wait_for(lambda: _status(pair.second)["priority"]["effective"] == 100, 10, "the full priority of the second node")
        settle(0.5)
        assert _holders(pair) == [pair.first]
        wanted = ["withheld", "withheld_counts", "last_resort_began", "last_resort_held", "last_resort_ended"]
        kinds = [record["kind"] for record in _records(pair.first)]
        assert [kind for kind in kinds if kind in wanted] == wanted, kinds


def test_shared_failure_on_one(work: Path) -> None:
    """`blast_radius_guard`: what fails for the holder alone moves the address after the grace, and back when it is over."""
    with Pair(work, BATON, BATON) as pair:
        _share(pair)
        pair.first.node.run(["touch", "/run/data.down"])
        wait_for(lambda: "check data fails, which counts in" in str(_guard(pair.first, "blast_radius_guard")["text"]), 10,
                 "a failure that is withheld")
        pair.second.await_master(15)
        wait_for(lambda: _status(pair.first)["state"] == "backup", 10, "a backup that competes below all")
        story = pair.first.node.run(["baton", "why"]).stdout
        places = [story.index(text) for text in (
            "check data went up → down", "check data: withheld for", "check data counts from now on",
            "no fault, but the last resort (blast_radius_guard)")]
        assert places == sorted(places), story
        pair.first.node.run(["rm", "/run/data.down"])
        pair.first.await_master(15)
