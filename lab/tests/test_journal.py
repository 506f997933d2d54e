"""What is kept of what happened, and what an operator is told of it afterwards."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

from lab.agents import BATON
from lab.node import Node, wait_for
from lab.pair import FIRST, SECOND, VIRTUAL_ADDRESS, Instance, Pair

PARALLEL = True

_JOURNAL = "/var/lib/baton/journal.jsonl"
_SCRIPT = """vrrp_script web {
    script "/usr/bin/test ! -e /run/web.down"
    interval 1
    fall 2
    weight -60
}
"""
_TRACKED = Instance(150, version=3, interval="0.1", body="track_script {\n    web\n}")


def _start(pair: Pair) -> None:
    pair.first.configure(_TRACKED, head=_SCRIPT)
    pair.second.configure(_TRACKED.but(priority=100), head=_SCRIPT)
    for router in (pair.first, pair.second):
        router.node.run(["mkdir", "-p", "/var/lib"])
        router.start()
    pair.first.await_master(15)


def _baton(node: Node, *words: str) -> str:
    return node.run(["baton", *words]).stdout


def _records(node: Node, *words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _baton(node, "history", "--format", "json", *words).splitlines()]


def _fail_over(pair: Pair) -> None:
    pair.first.node.run(["touch", "/run/web.down"])
    pair.second.await_master(15)
    wait_for(lambda: any(r["kind"] == "transition" and r["to"] == "backup" and r["from"] == "master"
                         for r in _records(pair.first.node)), 5, "the loss in the journal")


def test_why_an_address_moved(work: Path) -> None:
    """`baton why` tells the move from the evidence on, on the node that lost the address and on the one that took it."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        _fail_over(pair)
        lost = _baton(pair.first.node, "why")
        places = [lost.index(text) for text in (
            f"VI_1: master → backup, {SECOND} advertises the higher priority 100", "because:",
            "check web gave fail, pass before", "check web went up → down: exec.exit, exit code 1 (2 results in a row)", "VI_1: priority 150 → 90",
            "and then:", f"VI_1: removed {VIRTUAL_ADDRESS}/16")]
        assert places == sorted(places), lost
        taken = _baton(pair.second.node, "why", "VI_1")
        assert f"VI_1: backup → master, master {FIRST} has the lower priority 90" in taken, taken
        assert f"VI_1: set {VIRTUAL_ADDRESS}/16" in taken and "VI_1: announces its addresses" in taken, taken
        story = json.loads(_baton(pair.first.node, "why", "--format", "json"))
        assert [cause["kind"] for cause in story["causes"]] == ["result", "health", "priority"], story
        assert all(cause["evidence"]["reason"] == "exec.exit" for cause in story["causes"][:2]), story
        earlier = _baton(pair.first.node, "why", "--back", "1")
        assert "VI_1: backup → master" in earlier, earlier
        none = pair.first.node.run(["baton", "why", "VI_9"], check=False)
        assert none.returncode == 1 and "instances with moves: VI_1" in none.stderr, none


def test_two_nodes_in_one_order(work: Path) -> None:
    """`history --merge` puts what both nodes saw into one order: the fall of the priority, then the takeover."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        _fail_over(pair)
        # One folder is seen by both nodes.
        for router, name in ((pair.first, "a"), (pair.second, "b")):
            router.node.run(["cp", _JOURNAL, str(pair.lab.work / f"{name}.jsonl")])
        files = [f"{name}={pair.lab.work / name}.jsonl" for name in ("a", "b")]
        lines = _baton(pair.first.node, "history", "--merge", *files).splitlines()
        moments = [line[:23] for line in lines]
        assert moments == sorted(moments)
        fall = next(n for n, line in enumerate(lines) if "  a  VI_1: priority 150 → 90" in line)
        # Whoever starts first may have been master before.
        takeover = max(n for n, line in enumerate(lines) if "  b  VI_1: backup → master" in line)
        assert fall < takeover, lines
        moves = [(move["node"], move["to"]) for move in _records(pair.first.node, "--moves", "--merge", *files)]
        assert ("a", "master") in moves and sorted(moves[-2:]) == [("a", "backup"), ("b", "master")], moves


def test_a_single_failure(work: Path) -> None:
    """One failing run that changes no health is in the journal, and counts for a replay with another `fall`."""
    with Pair(work, BATON, BATON) as pair:
        script = _SCRIPT.replace("fall 2", "fall 30")
        pair.first.configure(_TRACKED, head=script)
        pair.second.configure(_TRACKED.but(priority=100), head=script)
        for router in (pair.first, pair.second):
            router.node.run(["mkdir", "-p", "/var/lib"])
            router.start()
        pair.first.await_master(15)
        node = pair.first.node

        def results() -> list[dict[str, Any]]:
            return [record for record in _records(node) if record["kind"] == "result"]

        node.run(["touch", "/run/web.down"])
        wait_for(lambda: [(r["from"], r["to"]) for r in results()] == [("pass", "fail")], 10, "the failure")
        node.run(["rm", "/run/web.down"])
        wait_for(lambda: [(r["from"], r["to"]) for r in results()] == [("pass", "fail"), ("fail", "pass")], 10, "its end")
        assert all(r["check"] == "web" and "id" not in r for r in results()), results()
        assert results()[0]["evidence"]["reason"] == "exec.exit" and results()[0]["streak"] >= 1, results()
        assert [r["to"] for r in _records(node) if r["kind"] == "health"] == ["up"], _records(node)
        cluster = pair.lab.work / "cluster"
        cluster.mkdir()
        files = []
        for router, name in ((pair.first, "a"), (pair.second, "b")):
            router.node.run(["cp", _JOURNAL, str(pair.lab.work / f"{name}.jsonl")])
            files.append(f"{name}={pair.lab.work / name}.jsonl")
            text = router.node.run(["cat", "/etc/keepalived/keepalived.conf"]).stdout
            assert "fall 30" in text
            (cluster / f"{name}.conf").write_text(text.replace("fall 30", "fall 1"))
        played = json.loads(_baton(node, "replay", "--cluster", str(cluster), "--journal", *files, "--format", "json"))
        assert [move["to"] for move in played["replayed"]][:1] == ["b"], played
        # The same of one journal alone: nobody is named in it, so another node is assumed.
        alone = json.loads(_baton(node, "replay", "--journal", _JOURNAL, "--config", str(cluster / "a.conf"),
                                  "--format", "json"))
        assert [move["to"] for move in alone["replayed"]][:2] == [alone["replayed"][0]["to"], "this node"], alone
        assert alone["replayed"][0]["to"] in ("another node", SECOND) and alone["assumed"], alone


def test_clocks_that_differ(work: Path) -> None:
    """A node whose clock is five seconds ahead is shown by the other's clock, and what it was is said and kept."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        _fail_over(pair)
        pair.first.node.run(["cp", _JOURNAL, str(pair.lab.work / "a.jsonl")])
        ahead = []
        for record in _records(pair.second.node):
            record["wall_us"] += 5_000_000
            ahead.append(json.dumps(record) + "\n")
        (pair.lab.work / "b.jsonl").write_text("".join(ahead))
        files = [f"{name}={pair.lab.work / name}.jsonl" for name in ("a", "b")]
        result = pair.first.node.run(["baton", "history", "--moves", "--merge", *files])
        assert result.stderr.startswith("baton: clock of b is about 5 s ahead of a; its times are shown by a's clock") or \
            result.stderr.startswith("baton: clock of b is about 5.00 s ahead of a;") or \
            result.stderr.startswith("baton: clock of b is about 4.99 s ahead of a;"), result.stderr
        moves = [line.split("  ")[1] for line in result.stdout.splitlines()]
        assert sorted(moves[-2:]) == ["a", "b"], result.stdout
        shown = _records(pair.first.node, "--moves", "--merge", *files)
        assert all("aligned_wall_us" in record for record in shown if record["node"] == "b"), shown
        raw = pair.first.node.run(["baton", "history", "--moves", "--no-align", "--merge", *files])
        assert raw.stderr == "" and raw.stdout.splitlines()[-1].split("  ")[1] == "b", raw


def test_a_picture_of_what_was(work: Path) -> None:
    """`history --lanes` and `--svg` draw what the journals of two nodes tell, and what one of them tells of the other."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        _fail_over(pair)
        for router, name in ((pair.first, "a"), (pair.second, "b")):
            router.node.run(["cp", _JOURNAL, str(pair.lab.work / f"{name}.jsonl")])
        files = [f"{name}={pair.lab.work / name}.jsonl" for name in ("a", "b")]
        picture = pair.lab.work / "x.svg"
        text = _baton(pair.first.node, "history", "--merge", *files, "--lanes", "--svg", str(picture))
        assert text.splitlines()[0] == f"VI_1  {VIRTUAL_ADDRESS}", text
        move = next(line for line in text.splitlines() if "a -> b" in line)
        assert "check web went up -> down: exec.exit" in move and "has the lower priority 90" in move, text
        assert 'class="holding"' in picture.read_text() and 'class="unfit"' in picture.read_text()
        alone = json.loads(_baton(pair.first.node, "history", "--lanes", "--format", "json"))
        assert [(move["from"], move["to"]) for move in alone["moves"]] == [(None, "this node"), ("this node", SECOND)], alone


def test_processes_that_die_leave_a_whole_journal(work: Path) -> None:
    """A killed checker or router costs no line; numbers begin again with a router, and `cause` stays within its run."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        os.kill(pair.first.node.pids_named("baton-checker")[0], signal.SIGKILL)
        wait_for(lambda: [r["kind"] for r in _records(pair.first.node)].count("checker_started") >= 2, 10, "another checker")
        os.kill(BATON.router(pair.first.node), signal.SIGKILL)
        wait_for(lambda: len({r["run"] for r in _records(pair.first.node)}) == 2, 10, "another router")
        _fail_over(pair)
        records = _records(pair.first.node)
        for run in {record["run"] for record in records}:
            numbers = [record["id"] for record in records if record["run"] == run and "id" in record]
            assert numbers == list(range(1, len(numbers) + 1)), numbers
        assert "resumed after a restart of the router process" in "".join(record["text"] for record in records)
        assert "check web went up → down" in _baton(pair.first.node, "why")


def test_follow(work: Path) -> None:
    """`history --follow` tells what happens as it happens, also over the beginning of another file."""
    with Pair(work, BATON, BATON) as pair:
        _start(pair)
        node = pair.first.node
        follower = node.start(["baton", "history", "--follow", "--since", "1h"], log="follower")
        wait_for(lambda: "VI_1: backup → master" in follower.log_text(), 5, "what was there before")
        node.run(["mv", _JOURNAL, _JOURNAL + ".1"])
        pair.first.node.run(["touch", "/run/web.down"])
        wait_for(lambda: "VI_1: master → backup" in follower.log_text(), 15, "the move")
        assert "check web went up → down" in follower.log_text()
        follower.stop(5)


def test_a_full_disk_disturbs_nobody(work: Path) -> None:
    """What the disk does not take is lost and said; advertisements keep their pace, and later lines are kept again."""
    with Pair(work, BATON, BATON) as pair:
        for router in (pair.first, pair.second):
            router.node.run(["mkdir", "-p", "/var/lib/baton"])
        pair.first.node.run(["mount", "-t", "tmpfs", "-o", "size=64k", "full", "/var/lib/baton"])
        pair.first.node.run(["sh", "-c", "cat /dev/zero > /var/lib/baton/filler || true"])
        _start(pair)
        assert pair.first.process is not None
        wait_for(lambda: "the journal is not kept" in pair.first.process.log_text(), 10, "the complaint")  # type: ignore[union-attr]
        pair.first.node.run(["rm", "/var/lib/baton/filler"])
        pair.first.node.run(["touch", "/run/web.down"])
        pair.second.await_master(15)
        wait_for(lambda: "VI_1: master → backup" in pair.first.node.run(["baton", "history"], check=False).stdout, 15,
                 "the journal that is kept again")
        times = [a.time for a in pair.capture.advertisements(FIRST) if a.priority == 150]
        assert max(later - earlier for earlier, later in zip(times, times[1:])) < 0.25
