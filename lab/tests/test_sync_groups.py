"""Sync groups beside Debian's keepalived: two virtual routers that are on one node together, or on the other."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, Router, settle
from lab.servers.mail import smtp, taken

PARALLEL = True

_ADDRESSES = ("172.20.129.1", "172.20.129.2")
_VRIDS = (51, 52)
#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.5
_GROUP = "vrrp_sync_group VG {{\n    group {{\n        VI_1\n        VI_2\n    }}\n{words}}}\n"


def _members(priority: int, second: str = "") -> tuple[Instance, Instance]:
    """The two instances; `second` is for the block of the second one."""
    base = Instance(priority, version=3, interval="0.1", addresses=(f"{_ADDRESSES[0]}/16",))
    return base, base.but(name="VI_2", vrid=_VRIDS[1], addresses=(f"{_ADDRESSES[1]}/16",), body=second)


def _configure(router: Router, priority: int, second: str = "", words: str = "", head: str = "") -> None:
    router.node.run(["sh", "-c", "ip link show inner >/dev/null 2>&1 || { ip link add inner type veth "
                     "peer name outer; ip link set outer up; ip link set inner up; }"])
    router.configure(*_members(priority, second), head=head + _GROUP.format(words=words))


def _has_both(router: Router) -> bool:
    return all(router.holds(address) for address in _ADDRESSES)


def _has_none(router: Router) -> bool:
    return not any(router.holds(address) for address in _ADDRESSES)


def _await(pair: Pair, master: Router, seconds: float) -> None:
    other = pair.second if master is pair.first else pair.first
    wait_for(lambda: _has_both(master) and _has_none(other), seconds,
             f"both addresses at {master.node.name} and none at {other.node.name}")


def _first_adverts(pair: Pair, source: str, since: float) -> list[float]:
    """When a node advertised each of the two for the first time since a moment."""
    moments = {}
    for advert in pair.capture.advertisements(source, since=since):
        if advert.priority > 0:
            moments.setdefault(advert.vrid, advert.time)
    assert set(moments) == set(_VRIDS), f"{source} advertises {sorted(moments)}, expected {_VRIDS}"
    return [moments[vrid] for vrid in _VRIDS]


def _life(work: Path, baton_first: bool) -> None:
    """The group starts on the weaker node, moves to the stronger one, and leaves it with the fault of one member."""
    agents = (BATON, KEEPALIVED) if baton_first else (KEEPALIVED, BATON)
    with Pair(work, *agents) as pair:
        first, second = pair.first, pair.second
        tracked = "track_interface {\n    inner\n}"
        _configure(first, 200, tracked)
        _configure(second, 100, tracked)
        second.start()
        wait_for(lambda: _has_both(second), 20, "both addresses at the weaker node, which is alone")
        first.start()
        _await(pair, first, 20)

        moment = time.monotonic()
        first.node.run(["ip", "link", "set", "inner", "down"])
        _await(pair, second, 10)
        settle(0.3)
        last = {a.vrid: a.priority for a in pair.capture.advertisements(FIRST, since=moment)}
        assert last == {51: 0, 52: 0}, f"a fault of one member is told with priority 0 by both, heard {last}"
        taken_over = _first_adverts(pair, SECOND, moment)
        assert abs(taken_over[0] - taken_over[1]) < 0.1, f"both move together, not at {taken_over}"

        moment = time.monotonic()
        first.node.run(["ip", "link", "set", "inner", "up"])
        _await(pair, first, 10)
        settle(0.3)
        returned = _first_adverts(pair, FIRST, moment)
        assert abs(returned[0] - returned[1]) < 0.1, f"both return together, not at {returned}"

        first.signal(signal.SIGTERM)
        _await(pair, second, 10)


def test_fault_of_one_moves_both_to_keepalived(work: Path) -> None:
    """One of two members loses the interface it tracks: both move from baton to keepalived, and back together."""
    _life(work, baton_first=True)


def test_fault_of_one_moves_both_to_baton(work: Path) -> None:
    """One of two members loses the interface it tracks: both move from keepalived to baton, and back together."""
    _life(work, baton_first=False)


def test_tracking_weight_counts_for_every_member(work: Path) -> None:
    """sync_group_tracking_weight: the group's weight lowers all members, and keepalived takes both over; without it the
    weight is a fault."""
    words = "    track_interface {\n        inner weight -150\n    }\n    sync_group_tracking_weight\n"
    with Pair(work, BATON, KEEPALIVED) as pair:
        first, second = pair.first, pair.second
        _configure(first, 200, words=words)
        _configure(second, 100)
        first.start()
        wait_for(lambda: _has_both(first), 20, "both addresses at baton")
        second.start()
        settle(1)
        moment = time.monotonic()
        first.node.run(["ip", "link", "set", "inner", "down"])
        _await(pair, second, 10)
        lowered = {a.vrid: a.priority for a in pair.capture.advertisements(FIRST, since=moment) if a.priority != 200}
        assert lowered == {51: 50, 52: 50}, f"both members advertise 200 - 150, heard {lowered}"
        first.node.run(["ip", "link", "set", "inner", "up"])
        _await(pair, first, 10)

        _configure(first, 200, words=words.replace("    sync_group_tracking_weight\n", ""))
        first.reload()
        settle(1)
        moment = time.monotonic()
        first.node.run(["ip", "link", "set", "inner", "down"])
        _await(pair, second, 10)
        settle(0.3)
        last = {a.vrid: a.priority for a in pair.capture.advertisements(FIRST, since=moment)}
        assert last == {51: 0, 52: 0}, f"without weights the interface's fault is the group's, heard {last}"


_FIFO = "global_defs {\n    vrrp_notify_fifo /run/transitions\n    script_user root\n}\n"
_FILE = "track_file score {\n    file /run/score\n    weight -150\n    init_file 0\n}\n"


def _story(pair: Pair, router: Router) -> list[str]:
    """One node alone, whose group tracks a file; what its FIFO said of the group and its members."""
    words = "    track_file {\n        score\n    }\n    sync_group_tracking_weight\n    notify_priority_changes\n"
    _configure(router, 200, words=words, head=_FIFO + _FILE)
    router.node.start(["sh", "-c", "until test -p /run/transitions; do sleep 0.01; done; exec cat /run/transitions "
                       "> /run/heard"], log="reader")
    router.start()
    wait_for(lambda: _has_both(router), 20, "both addresses")
    settle(0.7)
    for value in ("1", "2"):
        router.node.run(["sh", "-c", "cat > /run/score"], text=value + "\n")
        settle(0.7)
    wait_for(lambda: _has_none(router), 5, "no address: the score makes a fault of the group")
    router.node.run(["sh", "-c", "cat > /run/score"], text="0\n")
    wait_for(lambda: _has_both(router), 20, "both addresses again")
    settle(0.7)
    return router.node.run(["sh", "-c", "cat /run/heard"]).stdout.splitlines()


def test_fifo_tells_of_groups_as_keepalived_does(work: Path) -> None:
    """A group that tracks a file: its members' priorities, their states and its own come through the FIFO as keepalived
    sends them."""
    stories = {}
    for agent in (BATON, KEEPALIVED):
        (work / agent.name).mkdir()
        with Pair(work / agent.name, agent, None) as pair:
            stories[agent.name] = _story(pair, pair.first)
    ours, theirs = stories["baton"], stories["keepalived"]
    groups = [line for line in ours if line.startswith("GROUP")]
    assert groups == [f'GROUP "VG" {state} 0' for state in ("BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER")], ours
    assert groups == [line for line in theirs if line.startswith("GROUP")], stories
    for name in ("VI_1", "VI_2"):
        assert [line for line in ours if f'"{name}"' in line] == [line for line in theirs if f'"{name}"' in line], stories


def test_mail_of_a_group_and_names_of_people(work: Path) -> None:
    """smtp_alert of a group sends one mail for each of its changes and none for its members, to people with names."""
    head = ("global_defs {\n router_id node1\n notification_email {\n"
            '  "On call, all <oncall@mail.test>" admin@mail.test\n }\n'
            ' notification_email_from "VRRP node 1 <baton@mail.test>"\n smtp_server 127.0.0.1 2525\n}\n')
    with Pair(work, BATON, None, servers=True) as pair:
        router = pair.first
        smtp(router.node, 2525, accepts=True)
        _configure(router, 200, "track_interface {\n    inner\n}", "    smtp_alert\n", head)
        router.start()
        wait_for(lambda: _has_both(router), 20, "both addresses")
        router.node.run(["ip", "link", "set", "inner", "down"])

        def subjects() -> list[str]:
            return [line for line in taken(router.node) if line.startswith("Subject: ")]

        wait_for(lambda: len(subjects()) >= 3, 10, "three mails")
        assert subjects() == [f"Subject: [node1] VRRP Group VG - Entering {state} state"
                              for state in ("BACKUP", "MASTER", "FAULT")]
        lines = taken(router.node)
        assert "From: VRRP node 1 <baton@mail.test>" in lines, lines
        assert 'To: "On call, all" <oncall@mail.test>,' in lines, lines
