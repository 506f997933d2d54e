"""What happens to the address when one of baton's own processes dies."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, SECOND, VIRTUAL_ADDRESS, Instance, Pair, settle
from lab.probing import Prober

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")
_SEEDLIKE = Instance(200, password="letmein")


def _start(pair: Pair, instance: Instance) -> None:
    pair.first.configure(instance)
    pair.second.configure(instance.but(priority=100))
    pair.first.start()
    pair.first.await_master(instance.master_down + 10)
    pair.second.start()
    settle(instance.master_down + 0.5)


def _killed_router_is_not_noticed(work: Path, instance: Instance) -> None:
    with Pair(work) as pair:
        _start(pair, instance)
        pair.serve(pair.first, pair.second)
        prober = Prober(pair.host, VIRTUAL_ADDRESS, 80)
        time.sleep(0.5)
        before = BATON.processes(pair.first.node)
        moment = time.monotonic()
        os.kill(before["router"], signal.SIGKILL)
        settle(2 * instance.master_down)
        record = prober.stop()
        after = BATON.processes(pair.first.node)
        assert after["router"] != before["router"], "another router process runs"
        assert after["supervisor"] == before["supervisor"], "the supervisor is the same"
        heard = {(a.source, a.priority) for a in pair.capture.advertisements(since=moment)}
        assert heard == {(FIRST, 200)}, f"no move and no priority 0, heard {heard}"
        assert not record.failures, f"{len(record.failures)} failed requests: {record.failures[:3]}"
        assert pair.first.holds() and not pair.second.holds()


def test_router_killed_v2(work: Path) -> None:
    """The router process is killed at version 2, 1 s: no move, no priority 0, no failed request."""
    _killed_router_is_not_noticed(work, _SEEDLIKE)


def test_router_killed_v3(work: Path) -> None:
    """The router process is killed at version 3, 100 ms: no move, no priority 0, no failed request."""
    _killed_router_is_not_noticed(work, _FAST)


def test_router_dies_again_and_again(work: Path) -> None:
    """A router that dies three times in ten seconds: the supervisor gives the address up with priority 0."""
    with Pair(work) as pair:
        _start(pair, _FAST)
        moment = time.monotonic()
        for _ in range(3):
            os.kill(BATON.router(pair.first.node), signal.SIGKILL)
            time.sleep(0.3)
        pair.second.await_master(2)
        pair.first.await_backup(2)
        last = pair.capture.advertisements(FIRST, since=moment)
        assert 0 in [a.priority for a in last], f"the last will says priority 0, heard {last}"


def test_checker_killed(work: Path) -> None:
    """The checker is killed: it is started again, and nothing moves meanwhile."""
    check = "\n".join(["vrrp_script chk {", '    script "/usr/bin/true"', "    interval 1", "}", ""])
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST.but(body="track_script {\n    chk\n}"), head=check)
        pair.first.start()
        pair.first.await_master(12)
        settle(0.5)
        moment = time.monotonic()
        killed = BATON.processes(pair.first.node)["checker"]
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: BATON.processes(pair.first.node).get("checker", killed) != killed, 4, "another checker")
        settle(3)
        heard = {(a.source, a.priority) for a in pair.capture.advertisements(since=moment)}
        assert heard == {(FIRST, 200)}, f"nothing moves, heard {heard}"


def test_supervisor_killed(work: Path) -> None:
    """The supervisor is killed: the router resigns cleanly, and no process of the agent is left."""
    with Pair(work) as pair:
        _start(pair, _FAST)
        moment = time.monotonic()
        os.kill(BATON.parent(pair.first.node), signal.SIGKILL)
        pair.second.await_master(2)
        pair.first.await_backup(2)
        assert 0 in [a.priority for a in pair.capture.advertisements(FIRST, since=moment)], "it says priority 0"
        node = pair.first.node
        wait_for(lambda: not node.pids_named("batond") and not node.pids_named("baton-checker"), 5,
                 "every process of the agent to end")


def test_hung_router_is_buried(work: Path) -> None:
    """Told to stop while the router does not answer: the supervisor executes its last will."""
    with Pair(work) as pair:
        _start(pair, _FAST)
        os.kill(BATON.router(pair.first.node), signal.SIGSTOP)
        pair.first.signal(signal.SIGTERM)
        pair.second.await_master(_FAST.master_down + 2)
        process = pair.first.process
        assert process is not None and process.wait(15) is not None, "the agent ends although its router hangs"
        assert not pair.first.holds(), "the address is gone from the node"
        assert not pair.first.node.pids_named("batond")
        quiet = settle(0.5)
        assert {a.source for a in pair.capture.advertisements(since=quiet)} == {SECOND}, "one master"
