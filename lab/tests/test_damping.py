"""`move_damping`: an address that has moved too often stays where it is until things are calm."""

from __future__ import annotations

import json
import os
import re
import signal
from pathlib import Path
from typing import Any

from lab.agents import BATON, KEEPALIVED
from lab.node import Node, wait_for
from lab.pair import SECOND, VIRTUAL_ADDRESS, Instance, Pair, settle

PARALLEL = True

_SCRIPT = """vrrp_script web {
    script "/usr/bin/test ! -e /run/web.down"
    interval 1
}
"""
#: The third move begins damping however late a busy machine makes it; it lasts for twenty seconds at the most.
_DAMPING = "move_damping {\n    half_life 60\n    suppress 1.7\n    reuse 0.2\n    max 20\n}\n"
_FAST = Instance(150, version=3, interval="0.1")
_TRACKED = "track_script {\n    web\n}\n"


def _start(pair: Pair, instance: Instance, first_body: str, second_body: str = "") -> None:
    for router in (pair.first, pair.second):
        router.node.run(["mkdir", "-p", "/var/lib"])
    pair.first.configure(instance.but(body=first_body), head=_SCRIPT)
    pair.second.configure(instance.but(priority=100, body=second_body))
    pair.first.start()
    pair.first.await_master(instance.master_down + 15)
    pair.second.start()
    settle(1)


def _fail(pair: Pair, seconds: float = 15) -> None:
    pair.first.node.run(["touch", "/run/web.down"])
    pair.second.await_master(seconds)


def _recover(pair: Pair) -> None:
    pair.first.node.run(["rm", "/run/web.down"])


def _damping(node: Node) -> dict[str, Any]:
    status = json.loads(node.run(["baton", "status", "--json"], check=False).stdout)
    damping: dict[str, Any] = status["instances"][0]["damping"]
    return damping


def _records(node: Node) -> list[dict[str, Any]]:
    return [json.loads(line) for line in node.run(["baton", "history", "--format", "json"]).stdout.splitlines()]


def _flap_until_damped(pair: Pair) -> None:
    """Away, and, as nothing damps a first return, back and away again."""
    _fail(pair)
    for _ in range(4):
        _recover(pair)
        wait_for(lambda: pair.first.holds() or _damping(pair.first.node)["suppressed"] is not None, 15,
                 "the address to return, or not to")
        if not pair.first.holds():
            return
        _fail(pair)
    raise AssertionError("the address went to and fro four times and was never damped")


def test_a_flapping_check_leaves_the_address_where_it_is(work: Path) -> None:
    """After a few moves the address stays with the node that is well, both say why, and it returns when `max` has passed."""
    with Pair(work) as pair:
        _start(pair, _FAST, _TRACKED + _DAMPING, _DAMPING)
        _flap_until_damped(pair)
        damping = _damping(pair.first.node)
        assert damping["damped"] and damping["penalty"] > 0, damping
        assert damping["suppressed"] == f"would take {VIRTUAL_ADDRESS} back from {SECOND} (100 < 150)", damping
        page = pair.first.node.run(["baton", "status"], check=False).stdout
        assert re.search(rf"damped until about \d\d:\d\d:\d\d UTC: would take {VIRTUAL_ADDRESS} back from {SECOND} "
                         r"\(100 < 150\); penalty [\d.]+ of 1\.7, \d+ moves in the last \d+ s", page), page
        explained = pair.first.node.run(["baton", "explain", "VI_1"], check=False).stdout
        assert "next: would take" in explained and "ms more" in explained, explained
        why = pair.first.node.run(["baton", "why"]).stdout
        assert f"leaves its addresses with {SECOND}, which has the lower priority 100 (own: 150): moves are damped" in why, why

        # A router process that dies takes up what its predecessor knew.
        before = damping["moves"]
        os.kill(BATON.router(pair.first.node), signal.SIGKILL)
        wait_for(lambda: len({r["run"] for r in _records(pair.first.node)}) == 2, 10, "another router")
        again = _damping(pair.first.node)
        assert again["damped"] and again["moves"] >= before, again
        assert pair.second.holds() and not pair.first.holds(), "the address stays through the restart"

        pair.first.await_master(30)
        ends = [r for r in _records(pair.first.node) if r["kind"] == "damping_ended"]
        assert [r["why"] for r in ends] == ["maximum"], ends
        told = pair.first.node.run(["baton", "why"]).stdout
        assert "no longer damped" in told, told


def test_a_damped_node_succeeds_a_master_that_fails(work: Path) -> None:
    """Damped, a node still takes over from a master that leaves, within the skew, and from one that falls silent."""
    with Pair(work) as pair:
        _start(pair, _FAST, _TRACKED + _DAMPING.replace("max 20", "max 600"))
        _flap_until_damped(pair)
        settle(2)
        assert pair.second.holds() and not pair.first.holds(), "it stays while the master is well"
        pair.second.signal(signal.SIGTERM)
        pair.first.await_master(2)
        assert _damping(pair.first.node)["damped"]
        pair.second.start()
        settle(1)
        _fail(pair)
        _recover(pair)
        wait_for(lambda: _damping(pair.first.node)["suppressed"] is not None, 15, "the return to be damped")
        pair.second.node.freeze()
        try:
            pair.first.await_master(3)
        finally:
            pair.second.node.thaw()


def test_keepalived_keeps_the_address(work: Path) -> None:
    """A damped node leaves the address with a keepalived that is well, and takes it when that one's priority falls."""
    with Pair(work, BATON, KEEPALIVED) as pair:
        _start(pair, Instance(150), _TRACKED + _DAMPING.replace("max 20", "max 600"))
        _flap_until_damped(pair)
        settle(5)
        assert pair.second.holds() and not pair.first.holds(), "it stays while keepalived is well"
        pair.second.configure(Instance(90))
        pair.second.reload()
        pair.first.await_master(15)
        assert _damping(pair.first.node)["damped"]
        pair.second.await_backup(5)
