"""The seed's system from its own files."""

from __future__ import annotations

import time
from pathlib import Path

from lab.laboratory import Laboratory
from lab.node import wait_for
from lab.probing import Prober
from lab.seed import FILES, MARKERS, VIRTUAL_ADDRESS, SeedSystem


def test_configurations_are_verbatim(work: Path) -> None:
    """The nodes run the files of deploy/compose as they are, and the entry point names batond."""
    del work
    assert (FILES / "entrypoint.sh").read_text().count("/usr/sbin/batond -n -l -D -f") == 1
    for role, state in (("master", "MASTER"), ("slave", "BACKUP")):
        text = (FILES / f"keepalived-{role}.conf").read_text()
        for expected in (f"state {state}", 'script "pidof nginx"', "auth_pass letmein", "172.20.128.4/24 dev eth0"):
            assert expected in text, f"keepalived-{role}.conf lacks {expected!r}"


def test_nginx_killed_and_started(work: Path) -> None:
    """nginx dies on the master: the other node serves within the skew; nginx returns: the master takes over again."""
    with Laboratory(work) as lab:
        system = SeedSystem(lab)
        system.start()
        system.await_holder(system.master, 20)
        prober = Prober(system.client, VIRTUAL_ADDRESS, 80, markers=MARKERS)
        time.sleep(0.5)
        system.kill_nginx(system.master)
        system.await_holder(system.slave, 5)
        time.sleep(0.5)
        system.start_nginx(system.master)
        system.await_holder(system.master, 10)
        time.sleep(0.5)
        record = prober.stop()
        served = [a.tag for a in record.attempts if a.succeeded]
        assert served[0] == 0 and served[-1] == 0 and 1 in served, "both nodes served, the master first and last"
        outage = record.longest_outage().milliseconds
        assert outage < 1500, f"{outage:.0f} ms without service; the slave's skew is 609 ms"


def test_nothing_is_left(work: Path) -> None:
    """A node's end takes all its processes with it, whatever they are doing."""
    with Laboratory(work) as lab:
        system = SeedSystem(lab)
        system.start()
        system.await_holder(system.master, 20)
        system.master.freeze()
        pids = system.master.pids() + system.slave.pids()
        assert len(pids) > 6, f"agents and nginx run in both nodes, found {len(pids)} processes"
    wait_for(lambda: not [pid for pid in pids if Path(f"/proc/{pid}").exists()], 5, "every process of the nodes to end")
