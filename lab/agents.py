"""The two agents the lab knows: baton, and the rival it is compared and made to work with."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from lab.errors import LabError
from lab.node import Node, Process, children_of, wait_for

#: The words of the seed's entrypoint: both agents take the same ones.
FLAGS = ("-n", "-l", "-D", "-f")
TAIL = ("--dont-fork", "--log-console")

CONFIGURATION = "/etc/keepalived/keepalived.conf"

_PROGRAMS = ("batond", "baton-checker", "baton")


@dataclass(frozen=True)
class Agent:
    """A VRRP agent: its program's name, and how its processes are told apart."""

    name: str
    program: str
    #: The file that is the program; nil = that of the packages, and baton's where the build left it.
    file: Path | None = None

    def binds(self) -> list[tuple[Path, str]]:
        """What a node needs mounted to run it."""
        if self.file is not None:
            return [(self.file, f"/usr/sbin/{self.program}")]
        if self is not BATON:
            return []
        directory = programs_directory()
        missing = [name for name in _PROGRAMS if not (directory / name).exists()]
        if missing:
            raise LabError(
                f"{', '.join(missing)} not found in {directory}: build first with "
                "swift build -c release --static-swift-stdlib"
            )
        programs = [(directory / name, f"/usr/sbin/{name}") for name in _PROGRAMS]
        return [*programs, *_runtime(directory / self.program)]

    def command(self, configuration: str = CONFIGURATION, extra: Iterable[str] = ()) -> list[str]:
        return [f"/usr/sbin/{self.program}", *FLAGS, configuration, *TAIL, *extra]

    def start(self, node: Node, configuration: str = CONFIGURATION, extra: Iterable[str] = ()) -> Process:
        return node.start(self.command(configuration, extra), log=self.program)

    def parent(self, node: Node) -> int:
        """The agent's first process: keepalived's parent, baton's supervisor."""
        pids = node.pids_named(self.program)
        if not pids:
            raise LabError(f"{self.name} does not run in node {node.name}")
        return min(pids)

    def router(self, node: Node) -> int:
        """The process that speaks VRRP."""
        parent = self.parent(node)
        wait_for(lambda: bool(self._routers(parent)), 5, f"the router process of {self.name} in {node.name}")
        return self._routers(parent)[0]

    def _routers(self, parent: int) -> list[int]:
        return [pid for pid in children_of(parent) if _name(pid) == self.program]

    def processes(self, node: Node) -> dict[str, int]:
        """Role and number of each of the agent's processes."""
        parent = self.parent(node)
        found = {"supervisor": parent}
        for pid in children_of(parent):
            name = _name(pid)
            if name == self.program:
                found["router"] = pid
            elif name == "baton-checker":
                found["checker"] = pid
        return found


def _runtime(program: Path) -> list[tuple[Path, str]]:
    """The toolchain's libraries, where a program was not linked with them: a debug build."""
    found = re.search(rb"\0(/[^\0:]*/swift/linux)[\0:]", program.read_bytes())
    directory = Path(found[1].decode()) if found else None
    return [(directory, str(directory))] if directory is not None and directory.is_dir() else []


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def programs_directory() -> Path:
    """Where the built programs are: ``$BATON_PROGRAMS``, else the release build of this tree."""
    chosen = os.environ.get("BATON_PROGRAMS")
    return Path(chosen) if chosen else Path(__file__).resolve().parent.parent / ".build" / "release"


BATON = Agent("baton", "batond")
KEEPALIVED = Agent("keepalived", "keepalived")
AGENTS = {agent.name: agent for agent in (BATON, KEEPALIVED)}
