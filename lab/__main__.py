"""``python3 -m lab COMMAND``: enters the sandbox and runs a command of the lab in it."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path

from lab import compiling, packages, sandbox, testing
from lab.errors import LabError

_COMMANDS = {
    "demo": "lab.demo",
    "test": "lab.testing",
    "bench": "lab.bench.main",
    "compare": "lab.comparison.main",
}


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in _COMMANDS:
        print(f"usage: python3 -m lab {'|'.join(_COMMANDS)} [OPTIONS]", file=sys.stderr)
        return 2
    try:
        work = sandbox.work_directory()
        if work is None:
            sandbox.require_namespaces()
            # Everything that needs the network or a compiler happens out here; the sandbox has neither.
            packages.ensure()
            if sys.argv[1] == "test":
                packages.ensure(packages.SERVERS)
                packages.ensure(packages.ROUTERS)
            for program in compiling.PROGRAMS:
                compiling.compiled(program)
            return testing.outside(sys.argv[2:]) if sys.argv[1] == "test" else sandbox.run_inside(sys.argv[1:])
        sandbox.settle_in(work)
        return _run(sys.argv[1], sys.argv[2:], work)
    except LabError as error:
        print(f"lab: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("lab: interrupted", file=sys.stderr)
        return 130


def _run(command: str, arguments: list[str], work: Path) -> int:
    try:
        return int(importlib.import_module(_COMMANDS[command]).main(arguments, work))
    except (LabError, KeyboardInterrupt):
        raise
    except Exception:
        traceback.print_exc()
        return 1


if __name__ == "__main__":
    sys.exit(main())
