"""Programs that misbehave: each costs one `fail` or `unknown` with the right reason, and nothing else.

Every test watches the adverts of a live router meanwhile, a second check, the checker's memory and descriptors, and
afterwards whether anything the agent started is left.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.ordeal import PROGRAM, SIGNAL_FILE, Ordeal

PARALLEL = True

_HEAD = f"#!/bin/sh\nif ! test -e {SIGNAL_FILE}; then echo '{{\"v\":1,\"status\":\"pass\",\"summary\":\"well\"}}'; exit 0; fi\n"


def _check(plugin: str, options: str = "", timeout: float = 0.5) -> str:
    return (f"check bad {{\n    {plugin} {{\n        {options}\n    }}\n    interval 1\n    timeout {timeout}\n"
            "    weight -10\n    tracked_by VI_1\n}\n")


def _survives(work: Path, misdeed: str, *reasons: str, protocol: str = "keepalived", timeout: float = 0.5,
              watched: float = 4.0) -> None:
    with Ordeal(work, _check(f"exec {PROGRAM}", f"protocol {protocol}", timeout), _HEAD + misdeed + "\n") as ordeal:
        ordeal.begin()
        ordeal.await_outcome(set(reasons), timeout + 6)
        ordeal.judge(watched)
        ordeal.stop()


def test_script_that_traps(work: Path) -> None:
    """A script killed by its own fault is unknown: exec.signal."""
    _survives(work, "kill -SEGV $$", "exec.signal")


def test_script_that_exits(work: Path) -> None:
    """A script that exits with an error fails: exec.exit."""
    _survives(work, "exit 3", "exec.exit")


def test_script_that_hangs(work: Path) -> None:
    """A script that hangs fails at its timeout: exec.timeout."""
    _survives(work, "exec sleep 1000", "exec.timeout")


def test_script_whose_children_ignore_term(work: Path) -> None:
    """A script that ignores TERM and has children that do: exec.timeout, and all of them are killed."""
    _survives(work, "trap '' TERM\nsleep 1000 &\nsh -c 'trap \"\" TERM; sleep 1000; sleep 1000' &\nsleep 1000; sleep 1000",
              "exec.timeout", watched=8)


def test_script_that_leaves_a_child_behind(work: Path) -> None:
    """A script that ends while its child keeps the output open: judged by its end, and the child does not stay."""
    _survives(work, "sleep 1000 &\nexit 3", "exec.exit", "exec.timeout", watched=6)


def test_script_that_floods(work: Path) -> None:
    """A script that writes a gibibyte before it fails: exec.exit, and the checker keeps the little it shows."""
    _survives(work, "head -c 1073741824 /dev/zero\nexit 3", "exec.exit", timeout=20, watched=12)


def test_script_that_floods_without_end(work: Path) -> None:
    """A script that writes for ever, on both outputs, fails at its timeout: exec.timeout."""
    _survives(work, "yes yes yes yes yes >&2 &\nexec cat /dev/zero", "exec.timeout", watched=6)


def test_script_that_prints_invalid_text(work: Path) -> None:
    """Bytes that are no UTF-8, and control characters: exec.exit, and what is shown of them is text."""
    _survives(work, "printf '\\377\\376 \\300\\200 \\033[31mred\\n\\000\\001'\nexit 3", "exec.exit")


def test_script_that_prints_garbage_json(work: Path) -> None:
    """Half an object where one object is promised is unknown: exec.malformed."""
    _survives(work, 'printf \'{"v":1,"status":"pa\'', "exec.malformed", protocol="json")


def test_script_that_prints_deep_json(work: Path) -> None:
    """JSON nested thousands deep is unknown: exec.malformed; no parser runs out of stack."""
    _survives(work, "head -c 4000 /dev/zero | tr '\\0' '['", "exec.malformed", protocol="json")


def test_script_that_leaks_descriptors(work: Path) -> None:
    """A script that opens all it can and fails, again and again: the checker's own descriptors stay as they were."""
    _survives(work, "i=3; while [ $i -lt 10 ]; do eval \"exec $i</dev/null\"; i=$((i+1)); done\n"
                    "ls /proc/self/fd >&2\nexit 3", "exec.exit", watched=6)


def test_script_that_disappears(work: Path) -> None:
    """A program deleted while the agent runs is unknown: exec.notfound, never a pass."""
    with Ordeal(work, _check(f"exec {PROGRAM}"), _HEAD) as ordeal:
        ordeal.begin()
        ordeal.node.run(["rm", PROGRAM])
        ordeal.await_outcome({"exec.notfound"})
        ordeal.judge()
        ordeal.write(PROGRAM, _HEAD)
        ordeal.end()
        ordeal.await_recovery()
        ordeal.stop()


def test_shell_line_that_hangs(work: Path) -> None:
    """A shell line whose pipeline hangs fails at its timeout: exec.timeout, and the whole pipeline ends."""
    line = f"test ! -e {SIGNAL_FILE} || (trap '' TERM; sleep 1000 | cat | sleep 1000)"
    with Ordeal(work, _check(f'shell "{line}"')) as ordeal:
        ordeal.begin()
        ordeal.await_outcome({"exec.timeout"})
        ordeal.judge(8)
        ordeal.stop()


def test_plugin_that_kills_the_checker(work: Path) -> None:
    """A plugin's trap takes the checker: another one runs, nothing moves, and its scripts do not stay behind."""
    hung = (f"check bad {{\n    exec {PROGRAM}\n    interval 5\n    timeout 4\n    weight -10\n    tracked_by VI_1\n}}\n")
    with Ordeal(work, hung, f"#!/bin/sh\ntrap '' TERM\ntest ! -e {SIGNAL_FILE} || sleep 3\n") as ordeal:
        ordeal.begin()
        wait_for(lambda: any("/run/plugins/bad" in orphan for orphan in ordeal.orphans()), 8, "a run of the script")
        before = BATON.processes(ordeal.node)
        os.kill(before["checker"], signal.SIGSEGV)
        wait_for(lambda: BATON.processes(ordeal.node).get("checker", before["checker"]) != before["checker"], 4,
                 "another checker")
        ordeal.end()
        time.sleep(3)
        adverts = ordeal.pair.capture.advertisements(since=ordeal.moment)
        assert {a.priority for a in adverts} == {200}, f"nothing moves: {sorted({a.priority for a in adverts})}"
        assert max(b.time - a.time for a, b in zip(adverts, adverts[1:])) < 0.2, "the adverts stay on time"
        ordeal.stop()
