"""Programs that keep running and misbehave: each costs its own check an `unknown` or `fail`, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path

from lab.node import wait_for
from lab.ordeal import PROGRAM, SIGNAL_FILE, Ordeal

#: A well-behaved program until the file is there. What it does then stands in the place of MISDEED.
_PROGRAM = f"""#!/usr/bin/python3 -S
import json, os, signal, sys, time

PARALLEL = True
def say(message):
    sys.stdout.write(json.dumps(message) + "\\n")
    sys.stdout.flush()
say({{"hello": {{"api": "1.0", "plugin": "lab", "version": "1", "modes": ["poll"]}}}})
for line in sys.stdin:
    message = json.loads(line)
    if "ping" in message:
        say({{"pong": message["ping"]}})
    if "shutdown" in message:
        break
    if "run" in message:
        run = message["run"]
        if os.path.exists("{SIGNAL_FILE}"):
            MISDEED
        else:
            say({{"result": {{"id": run["id"], "run": run["run"], "status": "pass", "summary": "well"}}}})
"""
_CHECK = (f"check bad {{\n    stream {PROGRAM}\n    interval 1\n    timeout 0.5\n    weight -10\n"
          "    tracked_by VI_1\n}\n")


def _survives(work: Path, misdeed: str, *reasons: str, seconds: float = 8, watched: float = 5, returns: bool = True) -> None:
    with Ordeal(work, _CHECK, _PROGRAM.replace("MISDEED", misdeed)) as ordeal:
        ordeal.begin()
        ordeal.await_outcome(set(reasons), seconds)
        ordeal.judge(watched)
        ordeal.end()
        if returns:
            ordeal.await_recovery(40)
        ordeal.stop()


def test_stream_that_traps(work: Path) -> None:
    """A program killed by its own fault is unknown, stream.down, and runs again later."""
    _survives(work, "os.kill(os.getpid(), signal.SIGSEGV)", "stream.down")


def test_stream_that_exits(work: Path) -> None:
    """A program that ends is unknown, stream.down, and runs again later."""
    _survives(work, "sys.exit(3)", "stream.down")


def test_stream_that_keeps_exiting(work: Path) -> None:
    """Five crashes in a minute are enough: stream.failed until the configuration is loaded again."""
    with Ordeal(work, _CHECK, _PROGRAM.replace("MISDEED", "sys.exit(3)")) as ordeal:
        ordeal.begin()
        wait_for(lambda: ordeal.check("bad")["reason"] == "stream.failed", 50, "stream.failed", 0.5)
        ordeal.judge()
        ordeal.end()
        time.sleep(2)
        assert ordeal.check("bad")["reason"] == "stream.failed", "it stays down although it would be well"
        ordeal.pair.first.reload()
        ordeal.await_recovery(10)
        ordeal.stop()


def test_stream_that_hangs(work: Path) -> None:
    """A program that stops answering fails its run, and is replaced when it misses its pings."""
    _survives(work, "time.sleep(1000)", "check.timeout", "stream.down", watched=18)


def test_stream_that_floods(work: Path) -> None:
    """A gibibyte without a line's end: the run is not answered, and the checker keeps none of it."""
    _survives(work, "[os.write(1, b'x' * 65536) for _ in range(16384)]", "stream.malformed", "stream.down", "check.timeout")


def test_stream_that_floods_in_lines(work: Path) -> None:
    """Messages nobody asked for, without end: the checker neither grows nor holds another check up."""
    _survives(work, "[os.write(1, b'{\"noise\":1}\\n' * 4096) for _ in range(1 << 40)]", "check.timeout", "stream.down",
              "stream.malformed", watched=8)


def test_stream_that_prints_invalid_text(work: Path) -> None:
    """Bytes that are no UTF-8 in place of a message: stream.malformed."""
    _survives(work, "os.write(1, b'\\xff\\xfe{\\xc0}\\n')", "stream.malformed", "check.timeout")


def test_stream_that_prints_garbage(work: Path) -> None:
    """Half a message in place of an answer: stream.malformed."""
    _survives(work, "os.write(1, b'{\"result\":{\"id\":\"bad\",\\n')", "stream.malformed")


def test_stream_that_answers_wrongly(work: Path) -> None:
    """A result without a status is no result: stream.malformed."""
    _survives(work, 'say({"result": {"id": run["id"], "run": run["run"], "status": "splendid"}})', "stream.malformed")


def test_stream_with_children_that_ignore_term(work: Path) -> None:
    """A program and its children that ignore TERM and the end of their input do not outlive the agent."""
    misdeed = ("signal.signal(signal.SIGTERM, signal.SIG_IGN); "
               "[os.fork() or time.sleep(1000) for _ in range(2)]; time.sleep(1000)")
    _survives(work, misdeed, "check.timeout", "stream.down", returns=False)
