"""What was foreseen is what happens: four rows of weights, simulated from the files and then run."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

from lab.agents import BATON, programs_directory
from lab.node import wait_for
from lab.pair import Instance, Pair

PARALLEL = True

#: How long nothing must happen before "never" is believed.
_NEVER = 6.0
#: A simulation takes the worst moment for the failure, one check interval before the next run.
_INTERVAL = 1.0
#: What processes of a busy machine may add.
_SLACK = 0.35


def _script(weight: int | None) -> str:
    line = "" if weight is None else f"    weight {weight}\n"
    return ("vrrp_script web {\n    script \"/usr/bin/test ! -e /run/web.down\"\n    interval 1\n    fall 1\n    rise 1\n"
            f"{line}}}\n")


def _foreseen(folder: Path) -> dict[str, object]:
    command = [str(programs_directory() / "baton"), "simulate", "--cluster", str(folder), "--fail", "web@first", "--format", "json"]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def _row(work: Path, weight: int | None, more: str = "") -> None:
    """Plays one row: the first node's check fails while it is master, with priorities 150 and 100."""
    head = _script(weight)
    body = f"track_script {{\n    web\n}}\n{more}"
    instances = {"first": Instance(150, version=3, interval="1", body=body),
                 "second": Instance(100, version=3, interval="1", body=body)}
    folder = work / "cluster"
    folder.mkdir()
    for name, instance in instances.items():
        (folder / f"{name}.conf").write_text(head + instance.text())
    foreseen = _foreseen(folder)
    moves = foreseen["moves"]
    assert isinstance(moves, list)
    with Pair(work, BATON, BATON) as pair:
        for router, name in ((pair.first, "first"), (pair.second, "second")):
            router.configure(instances[name], head=head)
            router.start()
            if name == "first":
                router.await_master(15)
        time.sleep(2)
        pair.first.node.run(["touch", "/run/web.down"])
        began = time.monotonic()
        if not moves:
            time.sleep(_NEVER)
            assert pair.first.holds() and not pair.second.holds(), f"nothing was to move, as was foreseen: {foreseen}"
            return
        took = [move for move in moves if move["to"] == "second"]
        assert len(took) == 1, foreseen
        at = took[0]["at_ms"] / 1000
        wait_for(pair.second.holds, 10, "the address on the second node", 0.01)
        seen = time.monotonic() - began
        assert at - _INTERVAL - 0.1 <= seen <= at + _SLACK, f"foreseen {at:.2f} s at most, seen {seen:.2f} s"
        wait_for(lambda: not pair.first.holds(), 3, "the first node to let go")


def test_weight_smaller_than_the_gap(work: Path) -> None:
    """150 and 100 with -30: never."""
    _row(work, -30)


def test_weight_larger_than_the_gap(work: Path) -> None:
    """-60: three intervals and a skew after the failure was noticed."""
    _row(work, -60)


def test_no_weight(work: Path) -> None:
    """Without a weight the failure is a fault: a skew after it was noticed."""
    _row(work, None)


def test_weight_and_nopreempt(work: Path) -> None:
    """-60 with nopreempt on both: never."""
    _row(work, -60, "nopreempt\n")
