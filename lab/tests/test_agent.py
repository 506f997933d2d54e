"""One baton and its surroundings: starting, leaving, reloading, and an interface that others touch too."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, SECOND, VIRTUAL_ADDRESS, Instance, Pair, settle
from lab.probing import Prober

_FAST = Instance(200, version=3, interval="0.1")
_SLOW = Instance(200)
#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.35


def _start_pair(pair: Pair, first: Instance = _FAST, second_priority: int = 100) -> None:
    pair.first.configure(first)
    pair.second.configure(first.but(priority=second_priority))
    pair.first.start()
    pair.first.await_master(first.master_down + 10)
    pair.second.start()
    settle(first.master_down + 0.5)


def _advert_count(pair: Pair, source: str, seconds: float) -> int:
    start = settle(seconds)
    return len([a for a in pair.capture.advertisements(source, since=start) if a.time < start + seconds])


def test_leaves_without_a_gap(work: Path) -> None:
    """SIGTERM: priority 0, the address kept until the successor is heard; the client waits far less than the skew."""
    with Pair(work) as pair:
        _start_pair(pair, _SLOW)
        pair.serve(pair.first, pair.second)
        prober = Prober(pair.host, VIRTUAL_ADDRESS, 80)
        time.sleep(0.5)
        moment = time.monotonic()
        pair.first.signal(signal.SIGTERM)
        pair.second.await_master(3)
        time.sleep(0.5)
        record = prober.stop()
        priorities = [a.priority for a in pair.capture.advertisements(FIRST, since=moment)]
        assert priorities == [0], f"one advert with priority 0 and no other, heard {priorities}"
        outage = record.longest_outage().milliseconds
        assert outage < 200, f"{outage:.0f} ms without service; the skew is {_SLOW.but(priority=100).skew * 1000:.0f} ms"
        assert pair.first.process is not None and pair.first.process.wait(5) == 0, "SIGTERM ends the agent with 0"
        assert not pair.first.holds(), "the address is gone from the node that left"


def test_second_sigterm_leaves_at_once(work: Path) -> None:
    """Alone on the link a leaving master waits for a successor; a second SIGTERM ends the wait."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(1, interval="3"))
        pair.first.start()
        pair.first.await_master(30)
        pair.first.signal(signal.SIGTERM)
        time.sleep(0.1)
        process = pair.first.process
        assert process is not None
        assert process.running, "the first SIGTERM waits for a successor"
        pair.first.signal(signal.SIGTERM)
        assert process.wait(1) is not None, "the second SIGTERM leaves at once"
        assert not pair.first.holds(), "the address is gone"


def test_case_034_removes_leftover_address(work: Path) -> None:
    """Started as backup after a crash, it removes the virtual address its predecessor left on the interface."""
    with Pair(work) as pair:
        _start_pair(pair)
        pids = BATON.processes(pair.first.node)
        pair.first.node.freeze()
        for pid in pids.values():
            # All at once: none of them may see another die and tidy up.
            os.kill(pid, signal.SIGKILL)
        pair.first.node.thaw()
        wait_for(lambda: not pair.first.node.pids_named("batond"), 5, "the killed agent to be gone")
        assert pair.first.holds(), "a killed agent leaves its address behind"
        pair.second.await_master(_FAST.master_down + 3)
        pair.first.configure(_FAST.but(priority=50))
        pair.first.start()
        pair.first.await_backup(2)
        settle(1)
        assert not pair.first.holds() and pair.second.holds()


def test_case_035_source_is_not_the_virtual_address(work: Path) -> None:
    """Started with the virtual address still on the interface, and first, it does not take that for its own."""
    with Pair(work, BATON, None) as pair:
        instance = _FAST.but(addresses=(f"{VIRTUAL_ADDRESS}/32",))
        pair.first.node.run(["sh", "-c", f"ip address flush dev eth0; ip address add {VIRTUAL_ADDRESS}/32 dev eth0; "
                             f"ip address add {FIRST}/16 dev eth0"])
        _assert_source(pair, instance)


def test_leftover_takes_no_other_address_along(work: Path) -> None:
    """The kernel deletes a network's secondary addresses with its primary one: the node's own must survive that."""
    with Pair(work, BATON, None) as pair:
        pair.first.node.run(["sh", "-c", f"ip address flush dev eth0; ip address add {VIRTUAL_ADDRESS}/16 dev eth0; "
                             f"ip address add {FIRST}/16 dev eth0"])
        _assert_source(pair, _FAST)
        assert f"{FIRST}/16" in pair.first.node.addresses(), "the node keeps its own address"


def _assert_source(pair: Pair, instance: Instance) -> None:
    pair.first.configure(instance)
    pair.first.start()
    settle(instance.master_down + 1.5)
    sources = {a.source for a in pair.capture.advertisements()}
    assert sources == {FIRST}, f"adverts come from {sources}"


def test_case_036_cold_start_of_both(work: Path) -> None:
    """Both started at once: the higher priority wins and the lower never becomes master."""
    with Pair(work) as pair:
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(priority=100))
        pair.second.start()
        pair.first.start()
        pair.first.await_master(10)
        settle(1)
        sources = {a.source for a in pair.capture.advertisements()}
        assert sources == {FIRST}, f"adverts came from {sources}"


def test_case_039_no_privilege(work: Path) -> None:
    """Without the right to open raw sockets: a clear message, exit code 4, and no process left."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        command = ["setpriv", "--bounding-set=-net_raw,-net_admin", *BATON.command()]
        result = pair.first.node.run(command, check=False, seconds=10)
        said = result.stderr + result.stdout
        assert result.returncode == 4, f"exit code {result.returncode}, expected 4: {said}"
        assert "CAP_NET_RAW" in said, f"the message names the missing capability: {said}"
        assert not pair.first.node.pids_named("batond"), "nothing is left running"


def test_case_084_address_deleted_by_hand_returns(work: Path) -> None:
    """Somebody deletes the virtual address from the master: it is put back and announced."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        pair.first.start()
        pair.first.await_master(10)
        settle(0.5)
        moment = time.monotonic()
        pair.first.node.run(["ip", "address", "del", f"{VIRTUAL_ADDRESS}/16", "dev", "eth0"])
        pair.first.await_master(2)
        settle(0.3)
        assert pair.capture.gratuitous(VIRTUAL_ADDRESS, since=moment), "the returned address is announced"


def test_case_085_primary_address_removed(work: Path) -> None:
    """Without an address to send from the master goes to fault with priority 0, and recovers when it returns."""
    with Pair(work) as pair:
        _start_pair(pair)
        moment = time.monotonic()
        pair.first.node.run(["ip", "address", "del", f"{FIRST}/16", "dev", "eth0"])
        pair.second.await_master(_FAST.master_down + 2)
        last = pair.capture.advertisements(FIRST, since=moment)[-1:]
        assert [a.priority for a in last] == [0], f"priority 0 is the last word, heard {last}"
        pair.first.await_backup(2)
        pair.first.node.run(["ip", "address", "add", f"{FIRST}/16", "broadcast", "+", "dev", "eth0"])
        pair.first.await_master(_FAST.master_down + 3)
        pair.second.await_backup(2)


def test_case_086_advert_before_announcement(work: Path) -> None:
    """A new master's advert is on the wire before its first gratuitous ARP."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        pair.first.start()
        pair.first.await_master(10)
        settle(0.5)
        advert = pair.capture.advertisements(FIRST)[0].time
        announcement = pair.capture.gratuitous(VIRTUAL_ADDRESS)[0].time
        assert advert < announcement, f"the announcement came {(advert - announcement) * 1000:.1f} ms before the advert"


def test_case_087_announcement_counts(work: Path) -> None:
    """Five announcements at once and five more after five seconds; one, when so configured."""
    with Pair(work) as pair:
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(
            name="VI_2", vrid=52, addresses=("172.20.129.2/16",), body="garp_master_repeat 1\ngarp_master_delay 0"))
        pair.first.start()
        pair.second.start()
        pair.first.await_master(10)
        wait_for(lambda: pair.second.holds("172.20.129.2"), 10, "the second instance's address")
        start = pair.capture.gratuitous(VIRTUAL_ADDRESS)[0].time
        settle(6.5)
        times = [g.time - start for g in pair.capture.gratuitous(VIRTUAL_ADDRESS)]
        assert len([t for t in times if t < 2]) == 5, f"five at once, saw {times}"
        assert len([t for t in times if 4.5 < t < 6.4]) == 5, f"five after five seconds, saw {times}"
        assert len(pair.capture.gratuitous("172.20.129.2")) == 1, "garp_master_repeat 1, garp_master_delay 0: one"


def test_link_down_is_fault(work: Path) -> None:
    """The cable is pulled: the master gives the address up, the other takes over, and it returns with the cable."""
    with Pair(work) as pair:
        _start_pair(pair)
        pair.lab.unplug(pair.first.node)
        pair.second.await_master(_FAST.master_down + 2)
        pair.first.await_backup(2)
        pair.lab.plug_in(pair.first.node)
        pair.first.await_master(_FAST.master_down + 3)
        pair.second.await_backup(2)


def test_case_092_link_flaps_within_an_interval(work: Path) -> None:
    """Link down and up again at once, many times: one master with its address at the end, and no duplicate of it."""
    with Pair(work) as pair:
        _start_pair(pair)
        for _ in range(10):
            pair.lab.unplug(pair.first.node)
            time.sleep(0.02)
            pair.lab.plug_in(pair.first.node)
            time.sleep(0.02)
        pair.first.await_master(_FAST.master_down + 5)
        pair.second.await_backup(2)
        held = [a for a in pair.first.node.addresses() if a.startswith(VIRTUAL_ADDRESS + "/")]
        assert held == [f"{VIRTUAL_ADDRESS}/16"], f"the address once, found {held}"


def test_case_125_reload_without_change(work: Path) -> None:
    """SIGHUP with the same file: no transition, no missed advert, no announcement."""
    with Pair(work) as pair:
        _start_pair(pair)
        settle(6)
        start = time.monotonic()
        for _ in range(3):
            pair.first.reload()
            time.sleep(0.7)
        adverts = pair.capture.advertisements(since=start)
        assert {(a.source, a.priority) for a in adverts} == {(FIRST, 200)}, "only the master is heard"
        gaps = [b.time - a.time for a, b in zip(adverts, adverts[1:])]
        assert max(gaps) < 1.9 * _FAST.seconds, f"an advert was missed: {max(gaps):.3f} s between two"
        assert not pair.capture.gratuitous(VIRTUAL_ADDRESS, since=start), "nothing is announced"


def test_case_126_reload_deletes_an_instance(work: Path) -> None:
    """An instance removed by a reload says priority 0 once if it was master, and nothing if it was not."""
    with Pair(work) as pair:
        extra = _FAST.but(name="VI_2", vrid=52, addresses=("172.20.129.2/16",))
        pair.first.configure(_FAST, extra)
        pair.second.configure(_FAST.but(priority=100), extra.but(priority=100))
        pair.first.start()
        pair.first.await_master(10)
        wait_for(lambda: pair.first.holds("172.20.129.2"), 5, "the second instance's address")
        pair.second.start()
        settle(1)

        moment = time.monotonic()
        pair.second.configure(_FAST.but(priority=100))
        pair.second.reload()
        settle(1)
        assert not pair.capture.advertisements(SECOND, since=moment), "a backup leaves without a word"

        moment = time.monotonic()
        pair.first.configure(_FAST)
        pair.first.reload()
        wait_for(lambda: not pair.first.holds("172.20.129.2"), 5, "the removed instance's address to go")
        settle(0.5)
        resigned = [a for a in pair.capture.advertisements(FIRST, since=moment) if a.priority == 0]
        assert [a.vrid for a in resigned] == [52], f"one priority 0 for the removed instance, heard {resigned}"
        assert pair.first.holds(), "the other instance keeps its address"


def test_bad_reload_keeps_running(work: Path) -> None:
    """SIGHUP with a broken file: the old configuration stays, the fault is logged with its line."""
    with Pair(work) as pair:
        _start_pair(pair)
        moment = time.monotonic()
        pair.first.write(_FAST.but(priority=150).text().replace("priority 150", "priority 300"))
        pair.first.reload()
        settle(1.5)
        adverts = pair.capture.advertisements(since=moment)
        assert {(a.source, a.priority) for a in adverts} == {(FIRST, 200)}, "the old configuration is in force"
        process = pair.first.process
        assert process is not None and process.running
        assert "300" in process.log_text(), f"the log names the fault:\n{process.log_text()}"
        pair.first.configure(_FAST.but(priority=150))
        pair.first.reload()
        wait_for(lambda: pair.capture.advertisements(FIRST)[-1].priority == 150, 3, "the repaired file to take effect")


def test_case_133_thawed_master_yields(work: Path) -> None:
    """Stopped for two seconds as master while a stronger peer took over: silent but for one advert, then backup."""
    with Pair(work) as pair:
        _start_pair(pair, _FAST.but(priority=100), second_priority=101)
        pair.second.await_master(5)
        # The stronger one is stopped first, so that the weaker is master when its own turn comes.
        pair.second.node.freeze()
        pair.first.await_master(5)
        pair.first.node.freeze()
        pair.second.node.thaw()
        settle(2)
        moment = time.monotonic()
        pair.first.node.thaw()
        settle(1)
        spoke = pair.capture.advertisements(FIRST, since=moment)
        assert len(spoke) <= 1, f"at most one advert before the peer is heard, saw {len(spoke)}"
        assert pair.second.holds() and not pair.first.holds(), "one master, the stronger"


def test_case_133_thawed_stronger_master_is_calm(work: Path) -> None:
    """Stopped for two seconds while a weaker peer took over: the queued adverts are not answered one by one."""
    with Pair(work) as pair:
        _start_pair(pair)
        settle(6)
        pair.first.node.freeze()
        pair.second.await_master(3)
        settle(2)
        moment = time.monotonic()
        pair.first.node.thaw()
        pair.second.await_backup(2)
        settle(1)
        adverts = [a for a in pair.capture.advertisements(FIRST, since=moment) if a.time < moment + 1]
        announcements = [g for g in pair.capture.gratuitous(VIRTUAL_ADDRESS, since=moment) if g.time < moment + 1]
        assert len(adverts) <= 22, f"{len(adverts)} adverts in the first second, ten are due"
        assert len(announcements) <= 60, f"{len(announcements)} announcements in the first second"
        assert pair.first.holds() and not pair.second.holds(), "one master, the stronger"


def test_status_and_explain(work: Path) -> None:
    """`baton status --json` and `baton explain` tell the truth about a running agent."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        pair.first.start()
        pair.first.await_master(10)
        status = json.loads(pair.first.node.run(["baton", "status", "--json"]).stdout)
        assert "VI_1" in json.dumps(status) and "master" in json.dumps(status).lower(), f"status says {status}"
        text = pair.first.node.run(["baton", "explain", "VI_1"]).stdout
        assert "200" in text, f"the ledger shows the priority:\n{text}"


def test_weighted_check_changes_the_priority(work: Path) -> None:
    """A failing check with weight -60 lowers the advertised priority, and its recovery restores it."""
    check = "\n".join(["vrrp_script chk {", '    script "/usr/bin/test -e /run/well"', "    interval 1", "    weight -60",
                       "    fall 1", "    rise 1", "}", ""])
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST.but(body="track_script {\n    chk\n}"), head=check)
        pair.first.node.run(["touch", "/run/well"])
        pair.first.start()
        pair.first.await_master(12)
        settle(0.5)
        assert pair.capture.advertisements(FIRST)[-1].priority == 200
        pair.first.node.run(["rm", "/run/well"])
        wait_for(lambda: pair.capture.advertisements(FIRST)[-1].priority == 140, 4, "the priority to fall to 140")
        pair.first.node.run(["touch", "/run/well"])
        wait_for(lambda: pair.capture.advertisements(FIRST)[-1].priority == 200, 4, "the priority to return to 200")


def test_notify_scripts(work: Path) -> None:
    """notify_master and notify_backup run at the transitions, with what the file says."""
    body = '\n'.join(['notify_master "/bin/sh /run/note master"', 'notify_backup "/bin/sh /run/note backup"'])
    with Pair(work) as pair:
        pair.first.node.run(["sh", "-c", "echo 'echo $1 >> /run/notes' > /run/note; touch /run/notes; chmod 777 /run/notes"])
        pair.first.configure(_FAST.but(body=body))
        pair.second.configure(_FAST.but(priority=250))
        pair.first.start()
        pair.first.await_master(10)

        def notes() -> list[str]:
            return pair.first.node.run(["cat", "/run/notes"]).stdout.split()

        wait_for(lambda: notes()[-1:] == ["master"], 5, "notify_master to run", 0.1)
        pair.second.start()
        pair.first.await_backup(5)
        wait_for(lambda: notes()[-1:] == ["backup"], 5, "notify_backup to run", 0.1)
