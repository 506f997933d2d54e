"""The demonstration: the seed's system, two faults, what the client saw of them, and the address where it began; then a
weight that is too small, found before it does harm."""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

from lab.agents import AGENTS, BATON
from lab.errors import LabError
from lab.laboratory import Laboratory, unprivileged
from lab.node import Node, wait_for
from lab.probing import Prober, Record
from lab.second_act import SecondAct
from lab.seed import MARKERS, PUBLISHED_PORT, VIRTUAL_ADDRESS, SeedSystem


@dataclass(frozen=True)
class _Phase:
    """One fault or recovery: when it began and ended, and how long the client may have been without service, in ms."""

    what: str
    start: float
    end: float
    limit: float


class _Timeline:
    """Prints what happens as it happens."""

    def __init__(self) -> None:
        self._origin = time.monotonic()

    def say(self, text: str, at: float | None = None) -> None:
        moment = (at if at is not None else time.monotonic()) - self._origin
        print(f"{moment:8.3f} s  {text}", flush=True)


def main(arguments: list[str], work: Path) -> int:
    parser = argparse.ArgumentParser(prog="demo", description=__doc__)
    parser.add_argument("--agent", choices=AGENTS, default=BATON.name, help="who moves the address (default: baton)")
    agent = AGENTS[parser.parse_args(arguments).agent]
    with Laboratory(work) as lab:
        return _Demo(SeedSystem(lab, agent)).run()


class _Demo:
    def __init__(self, system: SeedSystem) -> None:
        self._system = system
        self._timeline = _Timeline()
        self._phases: list[_Phase] = []

    def run(self) -> int:
        system, say = self._system, self._timeline.say
        self._introduce()
        system.start()
        say("entrypoint.sh started on both nodes, haproxy in front of them")
        system.await_holder(system.master, 20)
        say(f"{VIRTUAL_ADDRESS} is on {system.master.name}")
        self._show_status(system.master)
        wait_for(self._answers_through_proxy, 15, f"an answer through haproxy on port {PUBLISHED_PORT}", 0.1)
        direct = Prober(system.client, VIRTUAL_ADDRESS, 80, markers=MARKERS)
        proxied = Prober(system.client, "127.0.0.1", PUBLISHED_PORT, interval=0.01, deadline=0.5, markers=MARKERS)
        say(f"client: a new connection to {VIRTUAL_ADDRESS}:80 every 1 ms, to haproxy on port {PUBLISHED_PORT} every 10 ms")
        time.sleep(1)

        self._phase("nginx killed on the master", 2600, lambda: system.kill_nginx(system.master), system.slave)
        self._phase("nginx started again: the master takes the address back", 300,
                    lambda: system.start_nginx(system.master), system.master, give_way=system.slave)
        self._phase(f"master frozen, as by docker pause ({system.master.freezes_by})", 3900, system.master.freeze,
                    system.slave)
        self._phase("master thawed: it takes the address back", 1200, system.master.thaw, system.master)
        good = self._report(direct.stop(), proxied.stop())
        if system.agent is BATON:
            good = SecondAct(system, say).run() and good
        print("\nEvery expectation held." if good else "\nNot every expectation held.")
        return 0 if good else 1

    # Steps

    def _introduce(self) -> None:
        who = "an unprivileged user, in a user namespace" if unprivileged() else "root"
        print(
            f"\nThe seed's system with {self._system.agent.name}, in namespaces of its own, as {who}\n"
            "  nginx_master 172.20.128.2 (priority 200)   nginx_slave 172.20.128.3 (priority 100)\n"
            f"  virtual address {VIRTUAL_ADDRESS}, haproxy on 6301, published to the client as port {PUBLISHED_PORT}\n"
        )

    def _show_status(self, node: Node) -> None:
        if self._system.agent is not BATON:
            return
        for line in node.run(["baton", "status"]).stdout.rstrip().splitlines():
            print(f"            | {line}")

    def _answers_through_proxy(self) -> bool:
        code = ("import urllib.request as u, sys; "
                f"sys.exit(u.urlopen('http://127.0.0.1:{PUBLISHED_PORT}/', timeout=1).status != 200)")
        return self._system.client.run(["/usr/bin/python3", "-c", code], check=False).returncode == 0

    def _phase(self, what: str, limit: float, act: object, successor: Node, give_way: Node | None = None) -> None:
        say = self._timeline.say
        start = time.monotonic()
        act()  # type: ignore[operator]
        say(what, start)
        self._await_address(successor)
        say(f"{VIRTUAL_ADDRESS} is on {successor.name}")
        time.sleep(1.2)
        self._phases.append(_Phase(what, start, time.monotonic(), limit))

    def _await_address(self, node: Node) -> None:
        # A frozen node cannot be asked; the address being up on its successor is what the client sees.
        wait_for(lambda: node.holds(VIRTUAL_ADDRESS), 15, f"{VIRTUAL_ADDRESS} on {node.name}", 0.02)

    # The account

    def _report(self, direct: Record, proxied: Record) -> bool:
        system = self._system
        print("\nWhat the client saw: longest time without a successful connection, ms\n")
        print(f"  {'event':<58}{'at the address':>15}{'by haproxy':>12}")
        good = True
        for phase in self._phases:
            outage = direct.between(phase.start - 0.2, phase.end).longest_outage().milliseconds
            through = proxied.between(phase.start - 0.2, phase.end).longest_outage().milliseconds
            verdict = "" if outage <= phase.limit else f"   more than the {phase.limit:g} expected"
            good = good and not verdict
            print(f"  {phase.what:<58}{outage:>15.0f}{through:>12.0f}{verdict}")
        print(f"\n  {len(direct.attempts)} connections to the address, {len(direct.failures)} failed;"
              f" {len(proxied.attempts)} through haproxy, {len(proxied.failures)} failed")
        system.await_holder(system.master, 10)
        print(f"\nThe address is where it began, on {system.master.name}.")
        return good
