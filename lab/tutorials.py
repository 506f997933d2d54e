"""``Documentation/WriteACheck.md``, followed to the letter: its commands, in an empty directory.

``python3 -m lab.tutorials swift`` follows the part that needs a compiler, which the lab's sandbox has not; the other
parts are tests of the lab.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from lab.agents import programs_directory
from lab.errors import LabError

_ROOT = Path(__file__).resolve().parents[1]
PAGE = _ROOT / "Documentation" / "WriteACheck.md"

#: ``baton check run`` of what is there: 1 is a warning, and how full a folder is, is not the page's business.
_RUN_CODES = (0, 1)


def commands(section: str) -> list[str]:
    """The commands below the heading ``## In SECTION``; the lines behind one, up to the next, belong to it."""
    found: list[str] = []
    parts = re.split(r"^## ", PAGE.read_text(), flags=re.M)
    texts = [part for part in parts if part.lower().startswith(f"in {section}\n")]
    if not texts:
        raise LabError(f"{PAGE} has no section 'In {section}'")
    for block in re.findall(r"```console\n(.*?)```", texts[0], re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append(line[2:])
            else:
                found[-1] += "\n" + line
    return found


def follow(section: str, directory: Path) -> None:
    """Runs the commands of a section one by one, as a reader who types them."""
    environment = {**os.environ, "PATH": f"{programs_directory()}:{os.environ['PATH']}", "BATON_SOURCE": str(_ROOT)}
    steps = commands(section)
    assert len(steps) >= 3, f"the section has commands: {steps}"
    for command in steps:
        result = subprocess.run(["/bin/sh", "-c", command], cwd=directory, env=environment, capture_output=True,
                                text=True, timeout=1800)
        expected = _RUN_CODES if command.startswith("baton check run") else (0,)
        assert result.returncode in expected, f"$ {command}\nexit code {result.returncode}\n{result.stdout}{result.stderr}"


def main() -> int:
    for section in sys.argv[1:]:
        directory = Path(tempfile.mkdtemp(prefix="baton-tutorial-"))
        directory.chmod(0o755)
        try:
            follow(section, directory)
        except (AssertionError, LabError) as error:
            print(f"tutorial in {section}: FAILED\n{error}", file=sys.stderr)
            return 1
        finally:
            shutil.rmtree(directory)
        print(f"tutorial in {section}: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
