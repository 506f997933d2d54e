"""Who is told of transitions, beside Debian's keepalived: FIFOs, trackers of processes and files, and mail."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.node import wait_for
from lab.pair import Instance, Pair, Router
from lab.servers.mail import smtp, taken

PARALLEL = True

_INSTANCE = Instance(200, version=3, interval="0.1", body="""
track_file {
    score
}
""")
_HEAD = """
global_defs {
    vrrp_notify_fifo /run/transitions
    vrrp_notify_priority_changes
    enable_script_security
    script_user root
}
track_file score {
    file /run/score
    weight 10
    init_file 0
}
"""
#: keepalived follows processes in the first network namespace only.
_SLEEPER = """
vrrp_track_process sleeper {
    process sleep 1000
    full_command
    weight -20
    terminate_delay 0.2
}
"""


def _read_fifo(router: Router) -> None:
    """Keeps what comes through the FIFO, from before the agent has made it."""
    router.node.start(["sh", "-c", "until test -p /run/transitions; do sleep 0.01; done; exec cat /run/transitions "
                       "> /run/heard"], log="reader")


def _heard(router: Router) -> list[str]:
    return router.node.run(["sh", "-c", "cat /run/heard 2>/dev/null || true"]).stdout.splitlines()


def _score(router: Router, value: str) -> None:
    router.node.run(["sh", "-c", "cat > /run/score"], text=value + "\n")


def _story(pair: Pair, router: Router) -> list[str]:
    """Takes one agent through changes of a file's score; what its FIFO said."""
    router.configure(_INSTANCE, head=_HEAD)
    _read_fifo(router)
    router.start()
    router.await_master(15)
    time.sleep(0.5)
    for value in ("3", "0x10", "-5 and more", "nonsense", "99999999999", "2"):
        _score(router, value)
        time.sleep(0.4)
    _score(router, "-26")
    router.await_backup(5)
    time.sleep(0.5)
    _score(router, "0")
    router.await_master(15)
    time.sleep(0.5)
    return _heard(router)


def test_fifo_lines_and_scores_are_those_of_keepalived(work: Path) -> None:
    """Scores of a file move baton as they move keepalived, and the FIFOs say the same."""
    stories = {}
    for agent in (BATON, KEEPALIVED):
        (work / agent.name).mkdir()
        with Pair(work / agent.name, agent, None) as pair:
            stories[agent.name] = _story(pair, pair.first)
    assert stories["baton"] == stories["keepalived"], stories
    priorities = [int(line.split()[-1]) for line in stories["baton"] if "MASTER_PRIORITY" in line]
    assert priorities == [230, 254, 150, 200, 220], priorities


def test_end_of_a_tracked_process_moves_the_priority(work: Path) -> None:
    """A process ends, and starts again: its weight goes and comes, after terminate_delay, whatever the namespace."""
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(_INSTANCE.but(body="track_process {\n    sleeper\n}"), head=_HEAD + _SLEEPER)
        sleeper = router.node.start(["sleep", "1000"], log="sleep")
        router.start()
        router.await_master(10)
        sent = lambda: pair.capture.advertisements(router.address)[-1].priority  # noqa: E731
        assert sent() == 200
        moment = time.monotonic()
        sleeper.signal(9)
        wait_for(lambda: sent() == 180, 3, "the weight to go")
        assert time.monotonic() - moment > 0.2, "terminate_delay was not waited for"
        router.node.start(["sleep", "1000"], log="sleep")
        wait_for(lambda: sent() == 200, 3, "the weight to come back")


def test_reader_that_comes_late_or_ends_misses_nothing(work: Path) -> None:
    """Lines wait for a late reader; a reader that is killed is started again and reads on; the FIFO goes at the end."""
    reader = "#!/bin/sh\nexec cat \"$2\" >> \"$1\"\n"
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.node.run(["sh", "-c", "cat > /usr/local/bin/reader; chmod 755 /usr/local/bin/reader"], text=reader)
        router.configure(_INSTANCE.but(body=""), head="global_defs {\n vrrp_notify_fifo /run/transitions\n"
                         ' vrrp_notify_fifo_script "/usr/local/bin/reader /run/heard" root\n script_user root\n}\n')
        router.start()
        router.await_master(10)
        wait_for(lambda: len(_heard(router)) == 2, 5, "two lines in the file")
        killed = router.node.pids_named("cat")
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: bool(set(router.node.pids_named("cat")) - set(killed)), 5, "the reader to be started again")
        router.signal(15)
        assert router.process is not None and router.process.wait(10) == 0
        assert [line.split()[2] for line in _heard(router)] == ["BACKUP", "MASTER", "STOP"], _heard(router)
        assert router.node.run(["sh", "-c", "test -e /run/transitions || echo gone"]).stdout == "gone\n"


def test_mail_of_every_change_arrives(work: Path) -> None:
    """Exim takes one mail for each change of state, with keepalived's subject, and none for a state told already."""
    with Pair(work, BATON, None, servers=True) as pair:
        router = pair.first
        smtp(router.node, 2525, accepts=True)
        router.configure(
            _INSTANCE.but(body="smtp_alert\ntrack_file {\n    score\n}"),
            head="global_defs {\n router_id node1\n notification_email {\n  admin@mail.test\n }\n"
                 " notification_email_from baton@mail.test\n smtp_server 127.0.0.1 2525\n}\n"
                 "track_file score {\n file /run/score\n weight 10\n}\n")
        router.start()
        router.await_master(10)
        _score(router, "-26")
        router.await_backup(5)
        _score(router, "0")
        router.await_master(10)
        wanted = ["BACKUP", "MASTER", "FAULT", "BACKUP", "MASTER"]

        def subjects() -> list[str]:
            return [line for line in taken(router.node) if line.startswith("Subject: ")]

        wait_for(lambda: len(subjects()) >= len(wanted), 10, f"{len(wanted)} mails")
        assert subjects() == [f"Subject: [node1] VRRP Instance VI_1 - Entering {state} state" for state in wanted]
        assert "From: baton@mail.test" in taken(router.node)
