"""The demonstration's second act: a weight that is too small, found, shown, mended, and seen to work."""

from __future__ import annotations

import re
import subprocess
import time
from pathlib import Path
from typing import Callable

from lab.agents import CONFIGURATION, programs_directory
from lab.errors import LabError
from lab.node import Node, wait_for
from lab.seed import FILES, MASTER, SLAVE, VIRTUAL_ADDRESS, SeedSystem

_PRIORITIES = {MASTER: 150, SLAVE: 100}
_WEIGHT = -30
_ROLES = {MASTER: "master", SLAVE: "slave"}
_CLUSTER = "cluster"


def configuration(name: str) -> str:
    """The seed's file with a weight in the check, and priorities that are further apart than it."""
    text = (FILES / f"keepalived-{_ROLES[name]}.conf").read_text()
    text = re.sub(r"priority \d+", f"priority {_PRIORITIES[name]}", text)
    return text.replace("    interval 2\n", f"    interval 2\n    weight {_WEIGHT}\n")


class SecondAct:
    def __init__(self, system: SeedSystem, say: Callable[[str], None]) -> None:
        self._system = system
        self._say = say
        self._folder = system.lab.work / "second"

    def run(self) -> bool:
        """Plays it; whether everything was as it should be."""
        print(
            f"\nSecond act: the check gets a weight, {_WEIGHT}, and the priorities are {_PRIORITIES[MASTER]} and "
            f"{_PRIORITIES[SLAVE]}\n"
        )
        cluster = self._folder / _CLUSTER
        cluster.mkdir(parents=True)
        for name in _PRIORITIES:
            (cluster / f"{name}.conf").write_text(configuration(name))
        # One that would never move: said before anything runs.
        good = self._ask("lint", code=1, expected="error[W01]")
        good &= self._ask("simulate", "--fail", f"chk_nginx@{MASTER}", code=0,
                          expected="none: the addresses stay where they are")
        self._mend()
        good &= self._ask("lint", code=0, expected="no findings")
        return self._play() and good

    def _ask(self, *words: str, code: int, expected: str) -> bool:
        command = ["baton", words[0], "--cluster", _CLUSTER, *words[1:]]
        print(f"$ {' '.join(command)}")
        result = subprocess.run([str(programs_directory() / "baton"), *command[1:]], cwd=self._folder,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        _indent(result.stdout + result.stderr)
        good = result.returncode == code and expected in result.stdout
        if not good:
            print(f"  expected exit code {code} and: {expected}")
        return good

    def _mend(self) -> None:
        print(f"$ baton plan weights --cluster {_CLUSTER} | git apply")
        plan = subprocess.run([str(programs_directory() / "baton"), "plan", "weights", "--cluster", _CLUSTER],
                              cwd=self._folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        _indent(plan.stdout + plan.stderr)
        applied = subprocess.run(["git", "apply", "-"], cwd=self._folder, input=plan.stdout, capture_output=True,
                                 text=True, check=False)
        if plan.returncode != 0 or applied.returncode != 0:
            raise LabError(f"the plan was not applied: {applied.stderr.strip()}")

    def _play(self) -> bool:
        system = self._system
        for node in (system.master, system.slave):
            _read_anew(node, self._folder / _CLUSTER / f"{node.name}.conf")
        self._say("both agents have read the mended files")
        system.await_holder(system.master, 10)
        time.sleep(2.5)
        system.kill_nginx(system.master)
        self._say("nginx killed on the master")
        system.await_holder(system.slave, 15)
        self._say(f"{VIRTUAL_ADDRESS} is on {system.slave.name}")
        wait_for(lambda: "master → backup" in _why(system.master), 5, "the move in the master's journal")
        print(f"$ baton why     (on {MASTER})")
        story = _why(system.master)
        _indent(story)
        good = all(text in story for text in ("check chk_nginx went up → down", "priority 150 → ", "because:"))
        system.start_nginx(system.master)
        self._say("nginx started again")
        system.await_holder(system.master, 15)
        self._say(f"{VIRTUAL_ADDRESS} is on {system.master.name}")
        return good


def _read_anew(node: Node, file: Path) -> None:
    """Puts another file in the place of the agent's, and has it read."""
    node.run(["mount", "--bind", str(file), CONFIGURATION])
    node.run(["baton", "reload"])


def _why(node: Node) -> str:
    return node.run(["baton", "why"], check=False).stdout


def _indent(text: str) -> None:
    for line in text.rstrip().splitlines():
        print(f"  | {line}")
    print(flush=True)
