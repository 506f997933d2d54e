"""The runner of the tests that need nodes: ``python3 -m lab test [--list] [PATTERN...]``.

A test is a function ``test_*(work)`` in ``lab/tests``; its first sentence says what must hold. Nothing is ever skipped:
what cannot run fails.
"""

from __future__ import annotations

import argparse
import importlib
import time
import traceback
from pathlib import Path
from typing import Callable

from lab.errors import LabError

Test = Callable[[Path], None]


def main(arguments: list[str], work: Path) -> int:
    parser = argparse.ArgumentParser(prog="lab test", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the tests and run none")
    parser.add_argument("patterns", nargs="*", help="run only tests whose name contains one of these")
    options = parser.parse_args(arguments)
    tests = [(name, test) for name, test in _tests() if not options.patterns or any(p in name for p in options.patterns)]
    if options.list:
        for name, test in tests:
            print(f"{name}: {_sentence(test)}")
        return 0
    passed = failed = 0
    for index, (name, test) in enumerate(tests):
        started = time.monotonic()
        print(f"{name} ... ", end="", flush=True)
        scratch = work / f"t{index}"
        scratch.mkdir()
        try:
            test(scratch)
        except (AssertionError, LabError) as error:
            failed += 1
            print(f"FAILED after {time.monotonic() - started:.1f} s\n  {_sentence(test)}\n  {_where(error)}{error}", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED after {time.monotonic() - started:.1f} s\n{traceback.format_exc()}", flush=True)
        else:
            passed += 1
            print(f"ok ({time.monotonic() - started:.1f} s)", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def _tests() -> list[tuple[str, Test]]:
    found: list[tuple[str, Test]] = []
    for path in sorted((Path(__file__).parent / "tests").glob("test_*.py")):
        module = importlib.import_module(f"lab.tests.{path.stem}")
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
