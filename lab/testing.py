"""The runner of the tests that need nodes: ``python3 -m lab test [--list] [--jobs N] [PATTERN...]``.

A test is a function ``test_*(work)`` in ``lab/tests``; its first sentence says what must hold. Nothing is ever skipped:
what cannot run fails. Tests of a module that says ``PARALLEL = True`` run several at a time, each in a sandbox of its
own; they spend their time waiting, and none of their limits is tighter than another test's load. One of them that is
itself such a load says ``@alone``. A module that says
``NEEDS = "VARIABLE"`` has tests only where the environment has that variable.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Callable, Iterator

from lab import sandbox
from lab.errors import LabError
from lab.node import die_with_parent

Test = Callable[[Path], None]
_SUM = re.compile(r"^(\d+) passed, (\d+) failed$")


def alone(test: Test) -> Test:
    """Marks a test that runs by itself although its module is ``PARALLEL``."""
    test.is_alone = True  # type: ignore[attr-defined]
    return test


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="lab test", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the tests and run none")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), metavar="N",
                        help="how many of the tests that allow it run at a time (default: two a processor)")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    parser.add_argument("patterns", nargs="*", help="run only tests whose name contains one of these")
    return parser.parse_args(arguments)


def outside(arguments: list[str]) -> int:
    """Outside of any sandbox: makes one for the tests that want the machine for themselves, then several."""
    options = _options(arguments)
    together = [test for test in _chosen(options.patterns) if _is_parallel(test)]
    jobs = max(1, min(options.jobs, len(together)))
    if options.list or options.part is not None or jobs == 1:
        queues = [int(options.part.removeprefix("queue/"))] if (options.part or "").startswith("queue/") else []
        return sandbox.run_inside(["test", *arguments], *queues)
    totals = [0, 0]
    codes = []
    if len(together) < len(_chosen(options.patterns)):
        codes.append(_relay("alone", options.patterns, totals))
    queue = _queue(len(together))
    part = f"queue/{queue}"
    readers = [threading.Thread(target=lambda: codes.append(_relay(part, options.patterns, totals, queue)))
               for _ in range(jobs)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    os.close(queue)
    print(f"{totals[0]} passed, {totals[1]} failed", flush=True)
    return 1 if any(codes) else 0


def _queue(count: int) -> int:
    """A pipe that holds the numbers of the tests; whoever is free takes the next."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(b"%07d\n" % index for index in range(count)))
    os.close(writing)
    return reading


def _taken(queue: int) -> Iterator[int]:
    while number := os.read(queue, 8):
        yield int(number)


def _relay(part: str, patterns: list[str], totals: list[int], *queues: int) -> int:
    """Runs one part and prints what it says, but for its sum, which is added to `totals`."""
    command = [sys.executable, "-m", "lab", "test", "--part", part, *patterns]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                               text=True, errors="replace", preexec_fn=die_with_parent, pass_fds=queues)
    assert process.stdout is not None
    counted = False
    for line in process.stdout:
        if found := _SUM.match(line):
            counted = True
            totals[0] += int(found[1])
            totals[1] += int(found[2])
        else:
            sys.stdout.write(line)
            sys.stdout.flush()
    code = process.wait()
    if not counted:
        totals[1] += 1
        print(f"part {part} of the tests ended with {code} before its sum")
    return code


def _is_parallel(test: tuple[str, Test]) -> bool:
    module = sys.modules[test[1].__module__]
    return bool(getattr(module, "PARALLEL", False)) and not getattr(test[1], "is_alone", False)


def _chosen(patterns: list[str]) -> list[tuple[str, Test]]:
    return [(name, test) for name, test in _tests() if not patterns or any(p in name for p in patterns)]


def _of_part(tests: list[tuple[str, Test]], part: str | None) -> Iterator[tuple[str, Test]]:
    if part is None:
        return iter(tests)
    if part == "alone":
        return (test for test in tests if not _is_parallel(test))
    together = [test for test in tests if _is_parallel(test)]
    return (together[number] for number in _taken(int(part.removeprefix("queue/"))))


def main(arguments: list[str], work: Path) -> int:
    options = _options(arguments)
    tests = _chosen(options.patterns)
    if options.list:
        for name, test in tests:
            print(f"{name}: {_sentence(test)}")
        return 0
    passed = failed = 0
    for index, (name, test) in enumerate(_of_part(tests, options.part)):
        started = time.monotonic()
        scratch = work / f"t{index}"
        scratch.mkdir()
        try:
            test(scratch)
        except (AssertionError, LabError) as error:
            failed += 1
            print(f"{name} ... FAILED after {time.monotonic() - started:.1f} s\n  {_sentence(test)}\n  {_where(error)}{error}", flush=True)
        except Exception:
            failed += 1
            print(f"{name} ... FAILED after {time.monotonic() - started:.1f} s\n{traceback.format_exc()}", flush=True)
        else:
            passed += 1
            print(f"{name} ... ok ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    # Whoever shares a queue may find it empty.
    return 1 if failed or not passed and not (options.part or "").startswith("queue/") else 0


def _tests() -> list[tuple[str, Test]]:
    found: list[tuple[str, Test]] = []
    for path in sorted((Path(__file__).parent / "tests").glob("test_*.py")):
        module = importlib.import_module(f"lab.tests.{path.stem}")
        if (needs := getattr(module, "NEEDS", None)) is not None and not os.environ.get(needs):
            continue
        for name, value in vars(module).items():
            if name.startswith("test_") and callable(value):
                found.append((f"{path.stem.removeprefix('test_')}.{name.removeprefix('test_')}", value))
    return found


def _sentence(test: Test) -> str:
    return " ".join((test.__doc__ or "").split("\n\n")[0].split())


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/lab/tests/" in frame.filename]
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}: " if own else ""
