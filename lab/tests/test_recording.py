"""What a live router was told and decided, and its replay by another process to the same decisions."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from lab.agents import BATON, CONFIGURATION, children_of
from lab.frames import Forgery
from lab.node import Node, wait_for
from lab.pair import FIRST, HOST, VIRTUAL_ADDRESS, VRID, Instance, Pair, Router

PARALLEL = True

_RECORDING = "/run/baton.rec"
_SCRIPT = """vrrp_script web {
    script "/usr/bin/test ! -e /run/web.down"
    interval 1
    fall 2
    weight -60
}
"""
_BODY = "track_script {\n    web\n}\nvirtual_routes {\n    192.0.2.0/24 via 172.20.128.250 dev eth0\n}\n"
_TRACKED = Instance(150, version=3, interval="0.1", body=_BODY)


def _start(router: Router, recording: str = _RECORDING) -> None:
    router.process = router.agent.start(router.node, extra=["--record", recording])


def _stop(router: Router) -> None:
    assert router.process is not None
    router.signal(signal.SIGTERM)
    assert router.process.wait(20) == 0, router.process.log_text()


def _log(router: Router) -> str:
    assert router.process is not None
    return router.process.log_text()


def _play(node: Node, recording: str = _RECORDING) -> dict[str, Any]:
    result = node.run(["baton", "replay", "--recording", recording, "--format", "json"], check=False, seconds=120)
    assert result.returncode == 0, f"{result.returncode}: {result.stdout[-3000:]}{result.stderr}"
    document: dict[str, Any] = json.loads(result.stdout)
    assert document["identical"] and document["difference"] is None, document
    return document


def _writer(router: Router) -> int:
    """The process that writes the recording: the one whose file it is."""
    return next(pid for pid in children_of(router.agent.parent(router.node)) if _has_recording(pid))


def _router(router: Router) -> int:
    """The process that is told: of the copies of the supervisor, the other one."""
    return next(pid for pid in children_of(router.agent.parent(router.node))
                if Path(f"/proc/{pid}/comm").read_text().strip() == "batond" and not _has_recording(pid))


def _has_recording(pid: int) -> bool:
    return any(_target(link).endswith(_RECORDING) for link in Path(f"/proc/{pid}/fd").iterdir())


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def test_live_run_replayed(work: Path) -> None:
    """Two live nodes with a check that fails and recovers, a reload, a router that is killed, and a stop: the recording of
    each is replayed to the identical effects by another process."""
    with Pair(work, BATON, BATON) as pair:
        pair.first.configure(_TRACKED, head=_SCRIPT)
        pair.second.configure(_TRACKED.but(priority=100), head=_SCRIPT)
        for router in (pair.first, pair.second):
            _start(router)
        pair.first.await_master(15)
        pair.first.node.run(["touch", "/run/web.down"])
        pair.second.await_master(15)
        pair.first.node.run(["rm", "/run/web.down"])
        pair.first.await_master(15)
        pair.first.configure(_TRACKED.but(priority=160), Instance(90, name="VI_2", vrid=52, version=3, interval="0.2",
                                                                   addresses=("172.20.129.2/16",)), head=_SCRIPT)
        pair.first.node.run(["baton", "reload"])
        wait_for(lambda: pair.first.holds("172.20.129.2"), 15, "the address that the reload brought")
        os.kill(_router(pair.second), signal.SIGKILL)
        wait_for(lambda: _log(pair.second).count("the router is ready") == 2, 15, "the router to be there again")
        _stop(pair.first)
        pair.second.await_master(15)
        _stop(pair.second)
        first, second = _play(pair.first.node), _play(pair.second.node)
        assert first["processes"] == 1 and first["end"] == "left" and first["notes"] == [], first
        assert first["events"] > 50 and first["effects"] > 50, first
        assert second["processes"] == 2 and second["end"] == "left", second
        text = pair.first.node.run(["baton", "replay", "--recording", _RECORDING]).stdout
        assert text.rstrip().endswith("effects: identical") and f"{first['events']} events in " in text, text
        assert pair.first.node.run(["stat", "-c", "%a", _RECORDING]).stdout.strip() == "600"


def test_changed_byte(work: Path) -> None:
    """One byte that is changed in the middle of a recording is noticed, and a recording that breaks off says so."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(150, version=3, interval="0.1"))
        _start(pair.first)
        pair.first.await_master(15)
        _stop(pair.first)
        whole = _play(pair.first.node)
        spoil = ("import sys; p = sys.argv[1]; b = bytearray(open(p, 'rb').read()); b[len(b) * 3 // 4] ^= 1; "
                 "open(p + '.spoilt', 'wb').write(b); open(p + '.torn', 'wb').write(b[:len(b) // 2])")
        pair.first.node.run(["/usr/bin/python3", "-c", spoil, _RECORDING])
        spoilt = pair.first.node.run(["baton", "replay", "--recording", _RECORDING + ".spoilt"], check=False)
        assert spoilt.returncode == 4 and "it is damaged: the record at byte" in spoilt.stderr, spoilt
        torn = _play(pair.first.node, _RECORDING + ".torn")
        assert torn["end"] == "breaks_off" and 0 < torn["events"] < whole["events"], torn
        assert any("breaks off" in note for note in torn["notes"]), torn


def _flood(pair: Pair, frames: int, seconds: float) -> None:
    """Advertisements of a lower priority, and of nobody this node knows."""
    lower = Forgery(HOST, vrid=VRID, addresses=(VIRTUAL_ADDRESS,), version=3, interval=10, priority=50)
    kinds = [lower, lower.but(vrid=VRID + 1), lower.but(checksum_error=1), lower.but(cut_to=7)]
    pair.inject(*kinds, every=seconds / frames, rounds=frames // len(kinds))


def test_flood_recorded(work: Path) -> None:
    """Ten thousand packets in a few seconds are recorded, every one, and replayed to the identical effects."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(150, version=3, interval="0.1"))
        _start(pair.first)
        pair.first.await_master(15)
        _flood(pair, 10_000, 4)
        _stop(pair.first)
        played = _play(pair.first.node)
        assert played["end"] == "left" and played["events"] > 5_000, played


def test_writer_that_stands_still(work: Path) -> None:
    """A disk that takes nothing delays no advertisement: what waits for it has a limit, and behind it the recording ends
    and says so, in the log and in itself."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(150, version=3, interval="0.1"))
        _start(pair.first)
        pair.first.await_master(15)
        writer = _writer(pair.first)
        os.kill(writer, signal.SIGSTOP)
        start = time.monotonic()
        while "the recording ends here" not in _log(pair.first):
            assert time.monotonic() - start < 90, "the limit is never reached"
            _flood(pair, 10_000, 2)
        end = time.monotonic()
        assert pair.first.holds(), "the master has its address"
        own = [a for a in pair.capture.advertisements(FIRST, since=start) if a.time <= end]
        gaps = [b.time - a.time for a, b in zip(own, own[1:])]
        assert gaps and max(gaps) < 1, f"adverts came {max(gaps):.3f} s apart"
        os.kill(writer, signal.SIGCONT)
        _stop(pair.first)
        assert _log(pair.first).count("the recording ends here") == 1, _log(pair.first)
        played = _play(pair.first.node)
        assert played["end"] == "overflow", played
        assert any("more happened than could be written" in note for note in played["notes"]), played


def test_full_disk(work: Path) -> None:
    """A full disk ends the recording with one line in the log; the agent goes on, and what is there can be played."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(150, version=3, interval="0.1"))
        pair.first.node.run(["sh", "-c", "mkdir /run/small && mount -t tmpfs -o size=128k small /run/small"])
        _start(pair.first, "/run/small/baton.rec")
        pair.first.await_master(15)
        _flood(pair, 4_000, 2)
        wait_for(lambda: "/run/small/baton.rec ends here" in _log(pair.first), 15, "the log to tell of the disk")
        assert pair.first.holds(), "the master has its address"
        _stop(pair.first)
        assert _log(pair.first).count("ends here") == 1, _log(pair.first)
        played = _play(pair.first.node, "/run/small/baton.rec")
        assert played["end"] in ("disk", "breaks_off") and played["events"] > 0, played


def test_other_files_are_left_alone(work: Path) -> None:
    """A file that is no recording, and a link, are refused before anything starts; a recording is moved aside."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        pair.first.configure(Instance(150, version=3, interval="0.1"))
        node.run(["sh", "-c", "echo mine > /run/mine; ln -s /run/mine /run/link"])
        for path in ("/run/mine", "/run/link"):
            refused = node.run(BATON.command(CONFIGURATION, ["--record", path]), check=False)
            assert refused.returncode == 1 and f"--record {path}: " in refused.stderr, refused
            assert node.run(["cat", "/run/mine"]).stdout == "mine\n"
        for _ in range(2):
            _start(pair.first)
            pair.first.await_master(15)
            _stop(pair.first)
        assert _play(node)["end"] == "left" and _play(node, _RECORDING + ".1")["end"] == "left"
