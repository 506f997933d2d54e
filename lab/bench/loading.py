"""Ten thousand checks defined: how long until they are scheduled, and what memory they take."""

from __future__ import annotations

import re
import statistics
import time
from datetime import datetime
from pathlib import Path

from lab.agents import BATON, CONFIGURATION, KEEPALIVED, Agent
from lab.bench import accounts
from lab.bench.figure import Figure
from lab.bench.load import Load, stage
from lab.laboratory import Laboratory
from lab.node import Process, wait_for

WHAT = "10,000 checks defined, a third of each kind, every ten minutes"
_MANY = Load("checks-loading", WHAT, 3333, 3333, 3334, interval=600)
_ONE = Load("checks-loading-one", WHAT, 1, 0, 0, interval=600)
_LIMIT_MS = 1000
_REPEATS = 5
#: First runs, spread over ten seconds, and what they leave behind.
_SETTLING = 16

_CONFIGURED = re.compile(r"^(\S+Z) .*configured.* checks=(\d+)", re.MULTILINE)


def measure(work: Path, agents: list[Agent]) -> list[Figure]:
    """Loading is timed from the start of the agent's process, or the signal, to the checker's word that all is scheduled."""
    scratch = work / "loading"
    scratch.mkdir()
    starts, reloads, validations, memory = [], [], {}, {}
    with Laboratory(scratch) as lab:
        router, _ = stage(lab, _MANY, BATON)
        node = router.node
        for repeat in range(_REPEATS):
            begun = time.time()
            process = router.start()
            starts.append((_configured(process, 1) - begun) * 1000)
            if repeat == 0:
                router.await_master(60)
                time.sleep(_SETTLING)
                memory[BATON.name] = _memory(BATON, router.agent.processes(node))
                for serial in range(_REPEATS):
                    begun = time.time()
                    router.reload()
                    reloads.append((_configured(process, 2 + serial) - begun) * 1000)
                    time.sleep(1)
            process.stop(20)
        router.configure(_ONE.instance(BATON), head=_ONE.configuration(BATON))
        router.start()
        router.await_master(60)
        time.sleep(_SETTLING / 2)
        single = _memory(BATON, router.agent.processes(node))
        for agent in agents:
            router.configure(_MANY.instance(agent), head=_MANY.configuration(agent))
            command = (["baton", "config", "check", CONFIGURATION] if agent is BATON
                       else ["keepalived", "--config-test", "-f", CONFIGURATION])
            begun = time.monotonic()
            node.run(command, check=False, seconds=120)
            validations[agent.name] = (time.monotonic() - begun) * 1000
    each = {role: (memory[BATON.name][role] - single[role]) / (_MANY.rate - 1) for role in single}
    return [
        Figure("from the start of the agent to every check scheduled, median", "ms", statistics.median(starts), limit=_LIMIT_MS),
        Figure("from SIGHUP to the same, nothing changed, median", "ms", statistics.median(reloads), limit=_LIMIT_MS),
        Figure("the configuration validated by the command line", "ms", validations.get(BATON.name),
               validations.get(KEEPALIVED.name)),
        *(Figure(f"memory of one check in the {role}", "KiB", value) for role, value in each.items()),
        Figure("memory of all processes with 10,000 checks", "MiB", sum(memory[BATON.name].values()) / 1024),
    ]


def _memory(agent: Agent, pids: dict[str, int]) -> dict[str, int]:
    return {role: accounts.private_memory(pid) for role, pid in pids.items()}


def _configured(process: Process, ordinal: int) -> float:
    """The moment of the checker's nth word that it is configured, in seconds of the wall clock."""
    wait_for(lambda: len(_CONFIGURED.findall(process.log_text())) >= ordinal, 60, "the checker to be configured")
    stamp = _CONFIGURED.findall(process.log_text())[ordinal - 1][0]
    return datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp()
