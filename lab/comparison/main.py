"""``python3 -m lab compare [FILE...]``: loads each file into keepalived and compares its dump with baton's account.

Without files: those of ``lab/configurations``, and the samples with VRRP of Debian's package.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from lab import packages
from lab.agents import KEEPALIVED, Agent
from lab.comparison import compare, dump, surroundings
from lab.comparison.differences import DELIBERATE, NEWER, Excuse
from lab.errors import LabError
from lab.laboratory import Laboratory
from lab.node import Node

CONFIGURATIONS = Path(__file__).parent.parent / "configurations"
#: Whose `@id` lines are kept, by the name of the file.
IDENTITIES = {"keepalived.conf.conditional_conf": "high"}
IDENTITY = "node1"


def own_files() -> list[Path]:
    return sorted(CONFIGURATIONS.glob("*.conf"))


def samples() -> list[Path]:
    """keepalived's own samples that have an instance, from the package; nothing of them is kept here."""
    folder = packages.ensure() / "usr/share/doc/keepalived/samples"
    return [path for path in sorted(folder.iterdir()) if "vrrp_instance" in path.read_text(errors="replace")]


class Comparison:
    """The account of one file."""

    def __init__(self, file: Path, excuses: tuple[Excuse, ...] = DELIBERATE) -> None:
        self.file = file
        self._excuses = excuses
        self.identity = IDENTITIES.get(file.name, IDENTITY)
        self.problems: list[str] = []
        #: What differs and may, with the reason.
        self.excused: list[str] = []
        #: Those that were needed.
        self.used: set[Excuse] = set()

    def run(self, node: Node, work: Path) -> Comparison:
        text = "\n".join(surroundings.texts(self.file))
        try:
            surroundings.supply_programs(node, self.file)
            shown, refusal = compare.show(self.file, self.identity)
            links = surroundings.interfaces(self.file, shown)
            theirs = dump.take(node, self.file, work, links, self.identity)
        except LabError as error:
            self.problems.append(str(error))
            return self
        found = {"refused": [refusal]} if shown is None else compare.differences(shown, theirs)
        for field, sentences in found.items():
            excuse = next((each for each in self._excuses if field in each.fields and each.concerns(text)), None)
            if excuse is None:
                self.problems += sentences
            else:
                self.used.add(excuse)
                self.excused.append(f"{field}: {excuse.reason}")
        return self


def _copies(files: list[Path], work: Path) -> list[Path]:
    """The files, and what stands beside them, where a node sees them."""
    folders: dict[Path, Path] = {}
    for file in files:
        if file.parent not in folders:
            folders[file.parent] = work / f"files{len(folders)}"
            shutil.copytree(file.parent, folders[file.parent])
            for copy in folders[file.parent].iterdir():
                if copy.is_file():
                    _withhold(copy)
    return [folders[file.parent] / file.name for file in files]


def _withhold(copy: Path) -> None:
    """Takes out what keepalived cannot start with where the kernel has no IPVS; it concerns no virtual router."""
    text = copy.read_text(errors="replace")
    lines = [line for line in text.splitlines(keepends=True) if not line.strip().startswith("lvs_sync_daemon")]
    if "".join(lines) != text:
        copy.write_text("".join(lines))


def compare_all(files: list[Path], work: Path, keepalived: Agent = KEEPALIVED) -> list[Comparison]:
    """Compares every file, a few at a time."""
    copies = _copies(files, work)
    excuses = (*DELIBERATE, *(NEWER if keepalived.file is not None else ()))
    with Laboratory(work) as lab:
        node = lab.add_node("compare", "10.0.0.1/24", keepalived.binds())
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(
                lambda pair: Comparison(pair[1], excuses).run(node, work / f"dump{pair[0]}"), enumerate(copies)))


def unneeded(results: list[Comparison]) -> list[Excuse]:
    """Excuses for Debian's keepalived that none of the files needs: they would hide what changes later."""
    return [excuse for excuse in DELIBERATE if not any(excuse in result.used for result in results)]


def main(arguments: list[str], work: Path) -> int:
    parser = argparse.ArgumentParser(prog="lab compare", description=__doc__)
    parser.add_argument("--keepalived", type=Path, metavar="PROGRAM", help="another keepalived than Debian's")
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args(arguments)
    files = [file.absolute() for file in options.files] or own_files() + samples()
    failed = 0
    keepalived = replace(KEEPALIVED, file=options.keepalived and options.keepalived.absolute())
    results = compare_all(files, work, keepalived)
    for result in results:
        print(f"{result.file.name}: {'differs' if result.problems else 'the same'}"
              + (f" ({'; '.join(result.excused)})" if result.excused else ""))
        for problem in result.problems:
            print("    " + problem.replace("\n", "\n    "), file=sys.stdout)
        failed += bool(result.problems)
    print(f"{len(files)} files, {failed} differ")
    if not options.files and options.keepalived is None and (idle := unneeded(results)):
        print("These excuses are needed by no file any more: " + "; ".join(excuse.reason for excuse in idle))
        return 1
    return 1 if failed else 0
