"""Words about packets and pauses, on the wire."""

from __future__ import annotations

import json
import time
from pathlib import Path

from lab.agents import BATON
from lab.frames import Forgery
from lab.node import wait_for
from lab.pair import FIRST, HOST, SECOND, VIRTUAL_ADDRESS, VRID, Instance, Pair, settle

PARALLEL = True

_FAST = Instance(100, version=3, interval="0.1")


def test_case_113_peer_behind_a_router(work: Path) -> None:
    """min_ttl and max_ttl of a peer: frames with a TTL outside are dropped, and one within makes the master leave."""
    instance = _FAST.but(source=FIRST, peers=(f"{HOST} min_ttl 60 max_ttl 64", SECOND))
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(instance)
        router.start()
        router.await_master(10)
        mac = bytes.fromhex(router.node.run(["cat", "/sys/class/net/eth0/address"]).stdout.strip().replace(":", ""))
        valid = Forgery(HOST, destination=FIRST, ethernet_destination=mac, vrid=VRID, version=3, interval=10,
                        addresses=(VIRTUAL_ADDRESS,), ttl=62)
        pair.inject(*(valid.but(ttl=ttl) for ttl in (1, 59, 65, 255)), every=0.05, rounds=3)
        settle(0.3)
        assert router.holds(), "a TTL outside of the peer's range moved the address"
        counters = _status(pair)["instances"][0]["counters"]
        assert counters.get("discarded_ttl") == 12, f"each is counted: {counters}"
        pair.inject(valid)
        router.await_backup(2)


def test_garp_group_paces_announcements(work: Path) -> None:
    """garp_interval of a garp_group: no two announcements are nearer, all of them leave, and adverts wait for none."""
    group = "garp_group {\n    garp_interval 0.05\n    interfaces {\n        eth0\n    }\n}\n"
    addresses = tuple(f"172.20.129.{n}/16" for n in range(1, 5))
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(_FAST.but(addresses=addresses, body="garp_master_delay 0"), head=group)
        router.start()
        router.await_master(10)
        wait_for(lambda: len(pair.capture.gratuitous()) >= 20, 10, "five rounds of four announcements")
        settle(0.3)
        announced = pair.capture.gratuitous()
        assert len(announced) == 20, f"{len(announced)} announcements, expected five of each of four addresses"
        gaps = [later.time - earlier.time for earlier, later in zip(announced, announced[1:])]
        assert min(gaps) >= 0.045, f"announcements only {min(gaps) * 1000:.1f} ms apart"
        times = [a.time for a in pair.capture.advertisements(FIRST)]
        assert max(later - earlier for earlier, later in zip(times, times[1:])) < 0.25, "an advert waited for announcements"


def test_two_owners_are_told_of(work: Path) -> None:
    """Both nodes with priority 255: one master, the one with the higher address, and a warning where it was heard."""
    with Pair(work) as pair:
        for router in (pair.first, pair.second):
            router.configure(_FAST.but(priority=255))
            router.start()
        wait_for(lambda: pair.second.holds() and not pair.first.holds(), 10, "one owner, the one with the higher address")
        settle(1)
        assert pair.second.holds() and not pair.first.holds(), "and it stays so"
        assert pair.first.process is not None
        lines = [line for line in pair.first.process.log_text().splitlines() if "advertises priority 255, too" in line]
        assert len(lines) == 1 and SECOND in lines[0], f"the one that yielded warns once, of {SECOND}: {lines}"
        counters = _status(pair)["instances"][0]["counters"]
        assert counters["rival_owners"] >= 5, f"and counts on: {counters}"


def test_lost_lines_of_a_fifo_are_shown(work: Path) -> None:
    """A FIFO that cannot be made: `baton status` says how many lines nobody was told."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST, head="global_defs {\n    notify_fifo /nowhere/fifo\n}\n")
        pair.first.start()
        pair.first.await_master(10)
        wait_for(lambda: _status(pair)["fifos"] == [{"path": "/nowhere/fifo", "lost": 2}], 5,
                 "two lost lines: BACKUP and MASTER")
        page = pair.first.node.run(["baton", "status"], check=False).stdout
        assert "fifo /nowhere/fifo  2 lines lost" in page, page


def _status(pair: Pair) -> dict:
    return json.loads(pair.first.node.run(["baton", "status", "--json"], check=False).stdout)
