"""Addresses that operators move: maintenance, drains and drills, on two live nodes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

from lab.agents import BATON, KEEPALIVED
from lab.node import Node, Process, wait_for
from lab.pair import FIRST, SECOND, VIRTUAL_ADDRESS, Instance, Pair, Router, settle
from lab.probing import Prober

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")
_FILE = "/var/lib/baton/journal.jsonl.maintenance"
#: Make before break takes no time; what a busy two-core machine may add.
_SLACK = 0.5


def _start(pair: Pair, instance: Instance = _FAST, other: Instance | None = None) -> None:
    pair.first.configure(instance)
    pair.second.configure(other or instance.but(priority=100))
    for router in (pair.first, pair.second):
        router.node.run(["mkdir", "-p", "/var/lib"])
    pair.first.start()
    pair.first.await_master(instance.master_down + 10)
    pair.second.start()
    settle(instance.master_down + 0.5)


def _baton(node: Node, *words: str, code: int = 0) -> str:
    result = node.run(["baton", *words], check=False, seconds=60)
    assert result.returncode == code, f"baton {' '.join(words)}: {result.returncode}, expected {code}: {result.stdout}{result.stderr}"
    return result.stdout


def _status(node: Node) -> dict[str, Any]:
    return json.loads(node.run(["baton", "status", "--json"], check=False).stdout)


def _await_status(node: Node, what: str, holds: Any, seconds: float = 20) -> None:
    def is_so() -> bool:
        try:
            return bool(holds(_status(node)))
        except json.JSONDecodeError:
            return False
    wait_for(is_so, seconds, what, interval=0.1)


def _kinds(node: Node) -> list[str]:
    lines = node.run(["baton", "history", "--format", "json"]).stdout.splitlines()
    return [json.loads(line)["kind"] for line in lines]


def _log(router: Router) -> str:
    assert router.process is not None
    return router.process.log_text()


def _master(pair: Pair) -> None:
    """The first node runs and is master."""
    pair.first.configure(_FAST)
    pair.first.start()
    pair.first.await_master(15)


def test_maintenance_hands_over(work: Path) -> None:
    """`maintenance on` hands the address over before it lets go of it, and the node stays away until `off`; both are journalled."""
    with Pair(work) as pair:
        _start(pair)
        pair.serve(pair.first, pair.second)
        node = pair.first.node
        refused = node.run(["baton", "maintenance", "on", "--reason", "kernel"], check=False)
        assert refused.returncode == 64 and "--yes" in refused.stderr, refused
        assert pair.first.holds()
        prober = Prober(pair.host, VIRTUAL_ADDRESS, 80)
        time.sleep(0.3)
        text = _baton(node, "maintenance", "on", "--reason", "kernel", "--yes")
        assert f"VI_1 is master and will hand {VIRTUAL_ADDRESS} over" in text, text
        assert f"VI_1: {VIRTUAL_ADDRESS} handed to {SECOND} in 0." in text, text
        assert not pair.first.holds() and pair.second.holds()
        settle(2 * _FAST.master_down)
        record = prober.stop()
        assert record.longest_outage().milliseconds < 1000 * _SLACK, record.longest_outage()
        assert not pair.first.holds()
        assert "this node: in maintenance since" in _baton(node, "maintenance", code=1)
        assert "(uid 0): kernel" in _baton(node, "status", code=1)
        explained = _baton(node, "explain", "VI_1")
        assert "does not compete, in maintenance since" in explained, explained
        assert "with baton maintenance off it competes again as after a start, with priority 200" in explained, explained
        why = _baton(node, "why")
        assert "maintenance by root (uid 0): kernel" in why, why
        since = time.monotonic()
        settle(1)
        assert not pair.capture.advertisements(FIRST, since=since), "nothing is said in maintenance"
        _baton(node, "maintenance", "off")
        pair.first.await_master(_FAST.master_down + 5)
        wait_for(lambda: "maintenance_ended" in _kinds(node), 5, "the end in the journal")
        assert "maintenance_began" in _kinds(node)
        assert node.run(["test", "-e", _FILE], check=False).returncode == 1, "the file is gone"


def test_maintenance_survives(work: Path) -> None:
    """Neither another router process nor another agent competes in maintenance, not for a moment; and it ends by itself."""
    with Pair(work) as pair:
        _start(pair)
        node = pair.first.node
        _baton(node, "maintenance", "on", "--reason", "kernel", "--for", "8s", "--yes")
        begun = time.monotonic()
        assert node.run(["stat", "-c", "%a %U", _FILE]).stdout.strip() == "600 root"
        router = BATON.router(node)
        os.kill(router, signal.SIGKILL)
        wait_for(lambda: BATON.processes(node).get("router", router) != router, 5, "another router process")
        _await_status(node, "its answer", lambda s: s["maintenance"]["entries"])
        assert pair.first.process is not None
        pair.first.process.stop(10)
        pair.first.start()
        _await_status(node, "the other agent's answer", lambda s: s["maintenance"]["entries"][0]["reason"] == "kernel")
        heard = [a.priority for a in pair.capture.advertisements(FIRST, since=begun)]
        assert not [p for p in heard if p > 0], f"no advertisement in maintenance, heard {heard}"
        pair.first.await_master(20)
        assert time.monotonic() - begun > 7.5, "not before its time"
        assert "maintenance_ended" in _kinds(node)


def test_a_damaged_file_is_kept_aside(work: Path) -> None:
    """A file that is none is named in the log and put aside, and the node competes; a link is not followed."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-c", f"mkdir -p /var/lib/baton && echo nonsense > {_FILE} && chmod 600 {_FILE}"])
        _master(pair)
        assert f"{_FILE} does not say what is in maintenance" in _log(pair.first), _log(pair.first)
        assert node.run(["cat", _FILE + ".damaged"]).stdout == "nonsense\n"
        # What it leads to would be good, and have the node in maintenance.
        _baton(node, "maintenance", "on", "--reason", "kernel", "--yes", code=1)
        assert pair.first.process is not None
        pair.first.process.stop(10)
        node.run(["sh", "-c", f"mv {_FILE} /var/lib/elsewhere && ln -s /var/lib/elsewhere {_FILE}"])
        pair.first.start()
        pair.first.await_master(15)
        assert f"{_FILE} does not say what is in maintenance" in _log(pair.first), _log(pair.first)
        assert node.run(["readlink", _FILE + ".damaged"]).stdout == "/var/lib/elsewhere\n"
        assert '"reason":"kernel"' in node.run(["cat", "/var/lib/elsewhere"]).stdout


def test_maintenance_without_a_disk(work: Path) -> None:
    """Where it cannot be kept it holds all the same, and the operator is told that it would not survive; nobody else: 1."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-c", "mkdir -p /var/lib && echo > /var/lib/baton"])
        _master(pair)
        result = node.run(["baton", "maintenance", "on", "--reason", "x", "--yes"], check=False)
        assert result.returncode == 1, result
        assert "it would not survive a restart of the agent" in result.stderr, result
        assert f"nobody took {VIRTUAL_ADDRESS} over: it is not held" in result.stdout, result
        assert not pair.first.holds()
        _baton(node, "maintenance", "off")
        pair.first.await_master(15)


def test_what_could_not_be_kept(work: Path) -> None:
    """What could not be written is written with the same order again; an end that is not kept is told until it is."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-c", "mkdir -p /var/lib && echo > /var/lib/baton"])
        _master(pair)
        order = ["baton", "maintenance", "on", "--reason", "kernel", "--yes"]
        assert "would not survive a restart" in node.run(order, check=False).stderr
        node.run(["sh", "-c", "rm /var/lib/baton && mkdir /var/lib/baton"])
        again = node.run(order, check=False)
        assert again.returncode == 0 and "would not survive" not in again.stderr, again
        assert '"reason":"kernel"' in node.run(["cat", _FILE]).stdout
        node.run(["sh", "-c", "mount --bind /var/lib/baton /var/lib/baton && mount -o remount,ro,bind /var/lib/baton"])
        end = node.run(["baton", "maintenance", "off"], check=False)
        told = "what was in maintenance before the last order will be in maintenance again"
        assert end.returncode == 1 and told in end.stderr and "VI_1: competes again" in end.stdout, end
        pair.first.await_master(15)
        assert told in _baton(node, "maintenance", code=1)
        assert told in _baton(node, "status", code=1)
        node.run(["umount", "/var/lib/baton"])
        # Nobody says anything again.
        _await_status(node, "another try", lambda s: s["maintenance"]["failure"] is None, seconds=45)
        assert node.run(["test", "-e", _FILE], check=False).returncode == 1, "the file is gone"
        assert "what is in maintenance is kept again" in _log(pair.first), _log(pair.first)


def test_a_drain_that_is_not_kept(work: Path) -> None:
    """A drain tells that it would not survive a restart, though nothing was to be kept yet when it was ordered."""
    with Pair(work) as pair:
        for router in (pair.first, pair.second):
            router.node.run(["sh", "-c", "mkdir -p /var/lib && echo > /var/lib/baton"])
        pair.first.configure(_FAST)
        pair.second.configure(_FAST.but(priority=100))
        pair.first.start()
        pair.first.await_master(15)
        pair.second.start()
        settle(_FAST.master_down + 0.5)
        drain = pair.first.node.run(["baton", "drain", "--yes"], check=False)
        assert drain.returncode == 1 and "1 of 1 drained" in drain.stdout, drain
        assert drain.stderr.count("would not survive a restart") == 1, drain
        assert "no reason given" in _baton(pair.first.node, "maintenance", code=1)


def test_names_that_are_gone(work: Path) -> None:
    """Maintenance of an instance that was renamed while no agent ran is told of, and can be ended."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["mkdir", "-p", "/var/lib"])
        _master(pair)
        _baton(node, "maintenance", "on", "VI_1", "--reason", "kernel", "--yes", code=1)
        assert pair.first.process is not None
        pair.first.process.stop(10)
        pair.first.configure(_FAST.but(name="VI_A"))
        pair.first.start()
        pair.first.await_master(15)
        assert "no instance is called VI_1, which is in maintenance since" in _log(pair.first), _log(pair.first)
        assert "no instance is called that: under another name it competes" in _baton(node, "maintenance", code=1)
        assert "VI_1: is in maintenance no more" in _baton(node, "maintenance", "off", "VI_1", "--reason", "renamed")
        assert '"end_reason":"renamed"' in node.run(["baton", "history", "--format", "json"]).stdout


def test_a_file_left_behind(work: Path) -> None:
    """A journal in another place takes the file's place along: the one at the default place is named in the log."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["mkdir", "-p", "/var/lib/other"])
        _master(pair)
        _baton(node, "maintenance", "on", "--reason", "kernel", "--yes", code=1)
        assert pair.first.process is not None
        pair.first.process.stop(10)
        pair.first.configure(_FAST, head="global_defs {\n journal /var/lib/other/j.jsonl\n}\n")
        pair.first.start()
        pair.first.await_master(15)
        assert f"{_FILE} says what is in maintenance where the journal has its default place" in _log(pair.first), _log(pair.first)


def _slow(pair: Pair) -> None:
    """An offer lasts long enough for something to happen in it."""
    slow = Instance(200, version=3, interval="2")
    for router in (pair.first, pair.second):
        router.node.run(["mkdir", "-p", "/var/lib"])
    pair.first.configure(slow)
    pair.second.configure(slow.but(priority=10))
    pair.first.start()
    pair.first.await_master(20)
    pair.second.start()
    _await_status(pair.second.node, "a backup", lambda s: s["instances"][0]["state"] == "backup" and s["instances"][0]["master"])


def test_drain_whose_router_dies(work: Path) -> None:
    """The router is killed during a drain's offer: the next one offers again, and the drain says what came of it."""
    with Pair(work) as pair:
        _slow(pair)
        node = pair.first.node
        drain: Process = node.start(["baton", "drain", "--yes"], log="drain")
        _await_status(node, "the offer", lambda s: s["instances"][0]["state"] == "resigning")
        os.kill(BATON.router(node), signal.SIGKILL)
        code = drain.wait(30)
        if code == 0:
            assert f"VI_1: {VIRTUAL_ADDRESS} handed to" in drain.log_text() and "1 of 1 drained" in drain.log_text(), drain.log_text()
            assert pair.second.holds() and not pair.first.holds()
            _baton(node, "maintenance", code=1)
        else:
            assert code == 1 and "0 of 1 drained; VI_1 stayed here" in drain.log_text(), drain.log_text()
            assert pair.first.holds()
            _baton(node, "maintenance")


def test_drain_of_what_is_renamed(work: Path) -> None:
    """A reload renames the instance during a drain's offer: the drain says that it is gone, and counts nothing."""
    with Pair(work) as pair:
        _slow(pair)
        node = pair.first.node
        drain: Process = node.start(["baton", "drain", "--yes"], log="drain")
        _await_status(node, "the offer", lambda s: s["instances"][0]["state"] == "resigning")
        pair.first.configure(Instance(200, version=3, interval="2", name="VI_X"))
        pair.first.reload()
        assert drain.wait(30) == 1, drain.log_text()
        assert "VI_1: there is no such instance any more" in drain.log_text(), drain.log_text()
        assert "0 of 1 drained; VI_1 is no instance any more" in drain.log_text(), drain.log_text()
        assert "were not asked" not in drain.log_text(), drain.log_text()


def test_a_state_that_changes_at_the_question(work: Path) -> None:
    """A backup that has become master before its operator says yes is waited for; one that is none any more is not."""
    with Pair(work) as pair:
        _start(pair)
        node = pair.second.node
        _baton(pair.first.node, "drill", "VI_1", "--return-after", "1s", "--yes")
        with _Question(node, "maintenance", "on", "--reason", "kernel") as question:
            pair.first.node.kill_named("batond")
            pair.second.await_master(10)
            code, text = question.answer()
        assert code == 1 and f"nobody took {VIRTUAL_ADDRESS} over" in text, text
        assert not pair.second.holds()
        _baton(node, "maintenance", "off")
        pair.second.await_master(10)
        pair.first.configure(_FAST.but(priority=50))
        pair.first.start()
        _await_status(pair.first.node, "a backup", lambda s: s["instances"][0]["state"] == "backup" and s["instances"][0]["master"])
        _baton(node, "drill", "VI_1", "--return-after", "1s", "--yes")
        with _Question(node, "maintenance", "on", "--reason", "kernel") as question:
            pair.first.configure(_FAST)
            pair.first.reload()
            pair.second.await_backup(10)
            code, text = question.answer()
        assert code == 0 and "VI_1: stands aside" in text and "handed to" not in text, text


class _Question:
    """A command that has asked on a terminal and waits for the answer."""

    def __init__(self, node: Node, *words: str) -> None:
        self._ours, self._theirs = os.openpty()
        self._result: list[subprocess.CompletedProcess[str]] = []
        self._thread = threading.Thread(target=self._run, args=(node, ["baton", *words]))

    def _run(self, node: Node, command: list[str]) -> None:
        self._result.append(node.run(command, check=False, seconds=90, terminal=self._theirs))

    def __enter__(self) -> _Question:
        self._thread.start()
        # Its plan is made of the state of now; nothing shows when it waits.
        time.sleep(1)
        return self

    def answer(self) -> tuple[int, str]:
        os.write(self._ours, b"y\n")
        self._thread.join(60)
        assert self._result, "the command did not end"
        return self._result[0].returncode, self._result[0].stdout + self._result[0].stderr

    def __exit__(self, *_: object) -> None:
        if self._thread.is_alive():
            os.write(self._ours, b"n\n")
            self._thread.join(60)
        os.close(self._ours)
        os.close(self._theirs)


def test_drain(work: Path) -> None:
    """`drain` moves what another node takes, keeps what nobody else has, and says which; `maintenance off` undoes it."""
    addresses = [f"172.20.129.{n}" for n in (1, 2, 3)]
    instances = [_FAST.but(name=f"VI_{n + 1}", vrid=51 + n, addresses=(f"{a}/16",)) for n, a in enumerate(addresses)]
    with Pair(work) as pair:
        pair.first.configure(*instances)
        pair.second.configure(*(i.but(priority=100) for i in instances[:2]))
        for router in (pair.first, pair.second):
            router.node.run(["mkdir", "-p", "/var/lib"])
            router.start()
        node = pair.first.node
        wait_for(lambda: all(pair.first.holds(a) for a in addresses), 15, "all addresses on the first node")
        settle(_FAST.master_down + 0.5)
        text = _baton(node, "drain", "--over", "1s", "--reason", "disk", "--yes", code=1)
        for n in (0, 1):
            assert f"VI_{n + 1}: {addresses[n]} handed to {SECOND} in 0." in text, text
        assert f"VI_3: nobody took {addresses[2]} over; it stays here" in text, text
        assert "2 of 3 drained; VI_3 stayed here" in text, text
        assert [pair.first.holds(a) for a in addresses] == [False, False, True]
        assert [pair.second.holds(a) for a in addresses[:2]] == [True, True]
        settle(2 * _FAST.master_down)
        assert [pair.first.holds(a) for a in addresses] == [False, False, True]
        _baton(node, "maintenance", "off")
        wait_for(lambda: all(pair.first.holds(a) for a in addresses), 15, "all addresses back")


def test_drain_that_is_interrupted(work: Path) -> None:
    """^C stops a drain between two instances; what was drained is told, and undone by `maintenance off`."""
    addresses = [f"172.20.129.{n}" for n in (1, 2)]
    instances = [_FAST.but(name=f"VI_{n + 1}", vrid=51 + n, addresses=(f"{a}/16",)) for n, a in enumerate(addresses)]
    with Pair(work) as pair:
        pair.first.configure(*instances)
        pair.second.configure(*(i.but(priority=100) for i in instances))
        for router in (pair.first, pair.second):
            router.node.run(["mkdir", "-p", "/var/lib"])
            router.start()
        node = pair.first.node
        wait_for(lambda: all(pair.first.holds(a) for a in addresses), 15, "both addresses on the first node")
        settle(_FAST.master_down + 0.5)
        drain: Process = node.start(["baton", "drain", "--over", "60s", "--yes"], log="drain")
        wait_for(lambda: f"{addresses[0]} handed to {SECOND}" in drain.log_text(), 10, "the first instance")
        drain.signal(signal.SIGINT)
        assert drain.wait(5) == 1
        assert "1 of 2 drained. Undo with: baton maintenance off" in drain.log_text(), drain.log_text()
        assert "interrupted; 1 were not asked" in drain.log_text(), drain.log_text()
        assert [pair.first.holds(a) for a in addresses] == [False, True]
        _baton(node, "maintenance", "off")
        wait_for(lambda: all(pair.first.holds(a) for a in addresses), 15, "both addresses back")


def test_the_question(work: Path) -> None:
    """On a terminal the command asks: anything but yes changes nothing."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["mkdir", "-p", "/var/lib"])
        _master(pair)
        command = ["baton", "maintenance", "on", "--reason", "kernel"]
        ours, theirs = os.openpty()
        try:
            os.write(ours, b"n\n")
            refused = node.run(command, check=False, terminal=theirs)
            assert refused.returncode == 64 and "nothing was done" in refused.stderr, refused
            assert pair.first.holds()
            os.write(ours, b"y\n")
            done = node.run(command, check=False, terminal=theirs)
        finally:
            os.close(ours)
            os.close(theirs)
        assert "Go on? [y/N]" in done.stderr, done
        assert done.returncode == 1 and f"nobody took {VIRTUAL_ADDRESS} over" in done.stdout, done
        assert not pair.first.holds()


def _drill(node: Node, *words: str) -> tuple[int, dict[str, Any]]:
    result = node.run(["baton", "drill", "VI_1", "--yes", "--format", "json", *words], check=False, seconds=90)
    assert result.stdout, result
    return result.returncode, json.loads(result.stdout)


def _returns(work: Path, instance: Instance, second: Any = BATON) -> None:
    with Pair(work, BATON, second) as pair:
        _start(pair, instance, instance.but(priority=100, body=""))
        pair.serve(pair.first, pair.second)
        node = pair.first.node
        code, answer = _drill(node, "--return-after", "2s", "--probe", f"{VIRTUAL_ADDRESS}:80", "--reason", "quarterly")
        assert (code, answer["end"], answer["successor"]) == (0, "returned", SECOND), answer
        assert 0 < answer["handover_ms"] < 1000 * (instance.skew + _SLACK), answer
        assert 0 < answer["return_ms"] < 1000 * (instance.seconds + instance.skew + _SLACK), answer
        assert answer["probe"]["connections"] > 50, answer
        assert answer["probe"]["there_ms"] < 1000 * (instance.skew + _SLACK), answer
        assert answer["probe"]["back_ms"] < 1000 * (instance.skew + _SLACK), answer
        pair.first.await_master(1)
        pair.second.await_backup(2)
        story = ["drill_began", "drill_handed_over", "drill_returning", "drill_ended"]
        wait_for(lambda: [k for k in _kinds(node) if k.startswith("drill")] == story, 5, "the drill in the journal")
        why = _baton(node, "why")
        assert "drill by root (uid 0), to return after 2000 ms: quarterly" in why, why
        settle(1)
        assert pair.first.holds() and not pair.second.holds()


def test_drill_returns(work: Path) -> None:
    """A drill moves the address and brings it back, measured by advertisements and by a client, and is journalled."""
    _returns(work, _FAST)


def test_drill_whose_probe_sees_nothing(work: Path) -> None:
    """A drill whose probe never got a connection has measured nothing, and says so."""
    with Pair(work) as pair:
        _start(pair)
        node = pair.first.node
        drill = node.run(
            ["baton", "drill", "VI_1", "--yes", "--return-after", "1s", "--probe", f"{VIRTUAL_ADDRESS}:81"],
            check=False, seconds=60,
        )
        assert drill.returncode == 1 and "master again" in drill.stdout, drill
        assert f"not one connection to {VIRTUAL_ADDRESS}:81 succeeded" in drill.stderr, drill


def test_drill_returns_in_spite_of_nopreempt(work: Path) -> None:
    """A drill brings the address back where nopreempt and a delay would leave it with the other node."""
    _returns(work, _FAST.but(body="nopreempt\npreempt_delay 300"))


def test_drill_with_keepalived(work: Path) -> None:
    """Debian's keepalived takes the address over in a drill, and gives it back."""
    _returns(work, Instance(200, version=3, interval="0.5"), KEEPALIVED)


def test_drill_whose_other_node_dies(work: Path) -> None:
    """The other node dies while it has the address: this one takes over as usual, long before the time is over."""
    with Pair(work) as pair:
        _start(pair)
        node = pair.first.node
        drill: Process = node.start(["baton", "drill", "VI_1", "--yes", "--return-after", "60s"], log="drill")
        pair.second.await_master(10)
        pair.first.await_backup(10)
        pair.second.node.kill_named("batond")
        pair.first.await_master(_FAST.master_down + 5)
        assert drill.wait(10) == 1
        assert "master again before its time" in drill.log_text(), drill.log_text()


def test_drill_that_nobody_takes_or_that_is_refused(work: Path) -> None:
    """Without another node the address never leaves; on a backup and in maintenance a drill is refused."""
    with Pair(work, BATON, BATON) as pair:
        pair.first.configure(_FAST)
        pair.first.node.run(["mkdir", "-p", "/var/lib"])
        pair.first.start()
        pair.first.await_master(15)
        node = pair.first.node
        watch: Process = node.start(["ip", "monitor", "address"], log="addresses")
        code, answer = _drill(node)
        assert (code, answer["end"]) == (1, "not_taken"), answer
        assert pair.first.holds()
        # The kernel tells in order: what comes before this one has been told.
        node.run(["ip", "address", "add", "192.0.2.77/32", "dev", "lo"])
        wait_for(lambda: "192.0.2.77" in watch.log_text(), 5, "the kernel's account of addresses")
        assert "Deleted" not in watch.log_text(), f"it never left: {watch.log_text()}"
        pair.second.configure(_FAST.but(priority=100))
        pair.second.node.run(["mkdir", "-p", "/var/lib"])
        pair.second.start()
        _await_status(pair.second.node, "a backup", lambda s: s["instances"][0]["state"] == "backup" and s["instances"][0]["master"])
        refused = pair.second.node.run(["baton", "drill", "VI_1", "--yes"], check=False)
        assert not refused.stdout, "nothing is planned that is not done"
        assert refused.returncode == 64 and f"VI_1 is not master here but backup; {FIRST} is: run it there" in refused.stderr, refused
        wrong = node.run(["baton", "drill", "VI_2", "--yes"], check=False)
        assert wrong.returncode == 64 and "did you mean VI_1?" in wrong.stderr, wrong


def test_drill_that_is_interrupted(work: Path) -> None:
    """^C ends the command and not the drill, which `--end` brings to its end."""
    with Pair(work) as pair:
        _start(pair)
        node = pair.first.node
        drill: Process = node.start(["baton", "drill", "VI_1", "--yes", "--return-after", "300s"], log="drill")
        pair.second.await_master(10)
        pair.first.await_backup(10)
        wait_for(lambda: "handed to" in drill.log_text(), 5, "the command to follow")
        drill.signal(signal.SIGINT)
        assert drill.wait(5) == 130
        assert "baton drill VI_1 --end" in drill.log_text(), drill.log_text()
        assert pair.second.holds()
        ended = json.loads(_baton(node, "drill", "VI_1", "--end", "--format", "json"))
        assert (ended["schema"], ended["members"]) == ("drill-end/v1", ["VI_1"]), ended
        pair.first.await_master(5)


def test_drill_outlives_the_router_and_a_rename(work: Path) -> None:
    """The router process dies and the instance is renamed while the address is away: it comes back all the same."""
    kept = _FAST.but(body="nopreempt")
    with Pair(work) as pair:
        _start(pair, kept, kept.but(priority=100))
        node = pair.first.node
        node.start(["baton", "drill", "VI_1", "--yes", "--return-after", "8s"], log="drill")
        pair.second.await_master(10)
        pair.first.await_backup(10)
        router = BATON.router(node)
        os.kill(router, signal.SIGKILL)
        wait_for(lambda: BATON.processes(node).get("router", router) != router, 5, "another router process")
        _await_status(node, "the drill", lambda s: s["drill"]["phase"] == "away")
        pair.first.configure(kept.but(name="VI_9"))
        pair.first.reload()
        _await_status(node, "its new name", lambda s: s["drill"]["instance"] == "VI_9")
        assert pair.second.holds()
        pair.first.await_master(20)
        story = ["drill_began", "drill_handed_over", "drill_returning", "drill_ended"]
        wait_for(lambda: [k for k in _kinds(node) if k.startswith("drill")] == story, 5, "the drill in the journal")
        pair.second.await_backup(5)


def test_maintenance_that_ends_before_the_address_has_left(work: Path) -> None:
    """Off while a node without a successor hands over: its address stays."""
    slow = Instance(200, version=3, interval="4")
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["mkdir", "-p", "/var/lib"])
        pair.first.configure(slow)
        pair.first.start()
        pair.first.await_master(slow.master_down + 10)
        node.start(["baton", "maintenance", "on", "--reason", "kernel", "--yes"], log="on")
        _await_status(node, "the handover", lambda s: s["instances"][0]["state"] == "resigning")
        _baton(node, "maintenance", "off")
        _await_status(node, "its end", lambda s: s["instances"][0]["handover"]["outcome"] == "kept")
        assert pair.first.holds()
        assert "addresses_removed" not in _kinds(node), _kinds(node)
