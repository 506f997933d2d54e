"""The lab's C programs, for what Python cannot time: compiled once per version of their source into the cache."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from lab.errors import LabError
from lab.packages import cache_directory

#: Each is `lab/NAME/NAME.c`, and `bin/NAME` in the shared directory of a laboratory.
PROGRAMS = ("prober", "target")


def compiled(name: str) -> Path:
    """The executable of one of `PROGRAMS`."""
    path = Path(__file__).parent / name / f"{name}.c"
    source = path.read_bytes()
    target = cache_directory() / f"{name}-{hashlib.sha256(source).hexdigest()[:12]}"
    if target.exists():
        return target
    compiler = shutil.which("cc") or shutil.which("clang")
    if compiler is None:
        raise LabError("the lab needs a C compiler: put Swift's own clang on the PATH, or apt-get install gcc")
    unfinished = target.with_suffix(f".{os.getpid()}")
    subprocess.run([compiler, "-std=c11", "-O2", "-Wall", "-Wextra", "-o", str(unfinished), str(path)], check=True)
    unfinished.rename(target)
    return target
