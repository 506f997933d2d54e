"""How checks run under the agent: schedules, modes, requirements, windows, pushes, limits and reloads."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, Instance, Pair

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")


class _Agent:
    """One router with the given checks, and what it says of them."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.node = pair.first.node

    def start(self, checks: str, head: str = "") -> None:
        self.configure(checks, head)
        self.pair.first.start()
        self.pair.first.await_master(15)
        time.sleep(0.5)

    def configure(self, checks: str, head: str = "") -> None:
        self.pair.first.configure(_FAST, head=head + checks)

    def reload(self, checks: str, head: str = "") -> None:
        generation = self.status()["generation"]
        self.configure(checks, head)
        self.pair.first.reload()
        wait_for(lambda: self.status()["generation"] > generation, 5, "the reload")

    def status(self) -> dict[str, Any]:
        return json.loads(self.node.run(["baton", "status", "--json"], check=False).stdout)

    def check(self, name: str) -> dict[str, Any]:
        return next(check for check in self.status()["checks"] if check["name"] == name)

    def await_check(self, name: str, seconds: float = 8, **expected: object) -> dict[str, Any]:
        def there() -> bool:
            found = self.check(name)
            return all(found.get(key) == value for key, value in expected.items())

        try:
            wait_for(there, seconds, f"{name} to be {expected}", 0.05)
        except Exception:
            raise AssertionError(f"expected {name} to be {expected}, found {self.check(name)}") from None
        return self.check(name)

    def priorities(self, since: float) -> list[int]:
        return [a.priority for a in self.pair.capture.advertisements(FIRST, since=since)]

    def write(self, path: str, text: str) -> None:
        self.node.run(["sh", "-ec", f"mkdir -p $(dirname {path}); cat > {path}.new; chmod 755 {path}.new; mv {path}.new {path}"],
                      text=text)

    def keep(self, name: str) -> None:
        """A process of that name."""
        self.node.run(["cp", "/bin/sleep", f"/tmp/{name}"])
        self.node.start([f"/tmp/{name}", "10000"], log=name)
        wait_for(lambda: bool(self.node.pids_named(name)), 5, name)


def _check(name: str, plugin: str, *words: str, weight: int = -20) -> str:
    body = "".join(f"    {word}\n" for word in (plugin, "interval 0.5", "timeout 0.4", f"weight {weight}", *words))
    return f"check {name} {{\n{body}    tracked_by VI_1\n}}\n"


def test_reload_disturbs_no_other_check(work: Path) -> None:
    """Checks are added, changed and removed by reload; the others run on, and no advert shows it."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.write("/run/plugins/slow", "#!/bin/sh\necho $$ >> /run/slow.runs\nexec sleep 0.2\n")
        kept = _check("kept", "exec /run/plugins/slow") + _check("worker", "process batond", weight=0)
        agent.start(kept + _check("leaves", "shell true") + _check("changes", "shell true"))
        agent.await_check("kept", health="up")
        before = agent.check("kept")
        moment = time.monotonic()
        for round_ in range(4):
            agent.reload(kept + _check("changes", "shell true", f"rise {2 + round_}") + _check(f"comes{round_}", "shell true"))
            time.sleep(0.6)
        after = agent.check("kept")
        assert after["runs"] >= before["runs"] + 3, f"its runs are counted on: {before} {after}"
        assert after["since_ms"] >= before["since_ms"] + 2000, "its health is as old as it was"
        names = {check["name"] for check in agent.status()["checks"]}
        assert names == {"kept", "worker", "changes", "comes3"}, names
        agent.await_check("comes3", health="up")
        assert set(agent.priorities(moment)) == {200}, f"nothing moves: {sorted(set(agent.priorities(moment)))}"
        runs = agent.node.run(["cat", "/run/slow.runs"]).stdout.split()
        elapsed = time.monotonic() - moment + 1.5
        assert len(runs) <= elapsed / 0.5 + 6, f"{len(runs)} runs in {elapsed:.1f} s at 0.5 s: reloads start none"


def test_required_check_blocks_its_dependants(work: Path) -> None:
    """While a required check is down the other is blocked: it counts once, not twice, and recovers by itself."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.keep("lab-base")
        agent.write("/run/plugins/app", "#!/bin/sh\npidof lab-base > /dev/null\n")
        agent.start(_check("base", "process lab-base") + _check("app", "exec /run/plugins/app", "requires base", weight=-50))
        agent.await_check("app", health="up")
        moment = time.monotonic()
        agent.node.kill_named("lab-base")
        agent.await_check("base", health="down")
        found = agent.await_check("app", blocked=True)
        assert found["reason"] == "check.blocked" and "base" in found["summary"], found
        time.sleep(1.5)
        assert set(agent.priorities(moment)) <= {200, 180, 130} and agent.priorities(moment)[-5:] == [180] * 5, \
            f"only the first counts: {sorted(set(agent.priorities(moment)))}"
        agent.keep("lab-base")
        agent.await_check("app", blocked=False, health="up")
        time.sleep(0.3)
        assert agent.priorities(moment)[-1] == 200


def test_observed_and_disabled_checks_move_nothing(work: Path) -> None:
    """A check that is only observed is run and shown; a disabled one is not run; neither touches the priority."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.write("/run/plugins/count", "#!/bin/sh\necho run >> /run/disabled.runs\nexit 1\n")
        moment = time.monotonic()
        agent.start(_check("watched", "shell false", "mode observe", weight=0)
                    + _check("off", "exec /run/plugins/count", "mode disabled", weight=0))
        found = agent.await_check("watched", health="down")
        assert found["mode"] == "observe" and found["runs"] >= 1, found
        assert agent.check("off")["mode"] == "disabled"
        time.sleep(1.2)
        assert agent.node.run(["cat", "/run/disabled.runs"], check=False).stdout == "", "a disabled check does not run"
        assert set(agent.priorities(moment)) == {200}
        explained = agent.node.run(["baton", "explain", "VI_1"], check=False).stdout
        assert "FAULT if it counted" in explained, explained


def test_window_catches_an_alternating_check(work: Path) -> None:
    """A check that fails every other time never fails twice in a row: `window 2/4` trips, `fall 2` would not."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        for name in ("fall", "window"):
            agent.write(f"/run/plugins/{name}", f"#!/bin/sh\nif rm /run/{name}.odd 2>/dev/null; then exit 1; fi\n"
                                                f": > /run/{name}.odd\n")
        agent.start(_check("by_fall", "exec /run/plugins/fall", "fall 2", weight=-10)
                    + _check("by_window", "exec /run/plugins/window", "window 2/4", weight=-30))
        agent.await_check("by_window", 10, health="down")
        assert agent.check("by_fall")["health"] == "up"
        time.sleep(0.5)
        assert agent.priorities(0)[-1] == 170


def test_pushed_outcomes(work: Path) -> None:
    """`baton check push` counts at once, holds for its time, and fails when nothing more comes."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        text = _check("backup", "push 60", "on_unknown ignore", weight=-40).replace("interval 0.5", "interval 5") \
            .replace("timeout 0.4", "timeout 2")
        agent.start(text)

        def push(*words: str) -> int:
            result = agent.node.run(["baton", "check", "push", "backup", *words], check=False)
            said.append(result.stdout + result.stderr)
            return result.returncode

        said: list[str] = []
        assert push("pass", "--summary", "412 files") == 0, said
        agent.await_check("backup", health="up", summary="412 files")
        moment = time.monotonic()
        assert push("fail", "--summary", "disk full") == 0, said
        agent.await_check("backup", 2, health="down", summary="disk full")
        heard = [a for a in pair.capture.advertisements(FIRST, since=moment) if a.priority == 160]
        assert heard and heard[0].time - moment < 1.0, "the priority falls at once, not at the next interval"
        assert push("pass", "--ttl", "1") == 0, said
        agent.await_check("backup", 2, health="up")
        agent.await_check("backup", 4, health="down", reason="push.expired")
        assert push("splendid") != 0, said
        assert agent.node.run(["baton", "check", "push", "nobody", "pass"], check=False).returncode != 0


def test_no_more_scripts_at_once_than_allowed(work: Path) -> None:
    """`check_concurrency 2` holds for all scripts together, and the wait for a place is shown."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.write("/run/plugins/busy", "#!/bin/sh\necho + >> /run/places\nsleep 0.2\necho - >> /run/places\n")
        checks = "".join(_check(f"busy{n}", f"exec /run/plugins/busy {n}").replace("interval 0.5", "interval 2")
                         .replace("timeout 0.4", "timeout 1.9") for n in range(6))
        agent.start(checks, "global_defs {\n    check_concurrency 2\n}\n")
        time.sleep(5)
        running = most = 0
        for sign in agent.node.run(["cat", "/run/places"]).stdout.split():
            running += 1 if sign == "+" else -1
            most = max(most, running)
        assert most == 2, f"at most 2 at once, and 2 when six are due: {most}"
        found = [agent.check(f"busy{n}") for n in range(6)]
        assert all(check["health"] == "up" for check in found), found
        assert all("queue_ms" in check for check in found), found


def test_own_checker(work: Path) -> None:
    """`checker PATH` names the program that runs the checks; a reload that names another moves nothing."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.node.run(["sh", "-ec", "mkdir -p /run/own && cp /usr/sbin/baton-checker /run/own/checker && "
                        "chmod 755 /run/own /run/own/checker"])
        checks = _check("self", "process batond", weight=0)
        agent.start(checks)
        agent.await_check("self", health="up")
        moment = time.monotonic()
        agent.reload(checks, "global_defs {\n    checker /run/own/checker\n}\n")

        def own() -> bool:
            return any(_program(pid) == "/run/own/checker" for pid in agent.node.pids())

        wait_for(own, 8, "the checker of that path to run", 0.1)
        time.sleep(2)
        runs = agent.check("self")["runs"]
        time.sleep(1.5)
        found = agent.check("self")
        assert found["health"] == "up" and found["runs"] > runs, f"it is the one that runs the checks: {found}"
        assert set(agent.priorities(moment)) == {200}, sorted(set(agent.priorities(moment)))


def _program(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def test_intervals_by_state(work: Path) -> None:
    """`fast_interval` while health is being decided, `down_interval` while it is down, `interval` otherwise."""
    with Pair(work, BATON, None) as pair:
        agent = _Agent(pair)
        agent.write("/run/plugins/stamp", "#!/bin/sh\ndate +%s.%N >> /run/stamps\ntest ! -e /run/down\n")
        agent.start(_check("stamped", "exec /run/plugins/stamp", "fast_interval 0.2", "down_interval 0.3", "fall 4", "rise 4")
                    .replace("interval 0.5", "interval 1", 1).replace("timeout 0.4", "timeout 0.15"))
        agent.await_check("stamped", health="up")

        def gaps() -> list[float]:
            stamps = [float(word) for word in agent.node.run(["cat", "/run/stamps"]).stdout.split()]
            return [b - a for a, b in zip(stamps, stamps[1:])]

        time.sleep(4)
        steady = gaps()[-3:]
        assert all(0.9 < gap < 1.1 for gap in steady), f"every second while up: {steady}"
        agent.node.run(["touch", "/run/down"])
        agent.await_check("stamped", health="down")
        deciding = gaps()[-3:]
        assert all(0.15 < gap < 0.29 for gap in deciding[-2:]), f"every 0.2 s while counting to fall: {deciding}"
        time.sleep(2)
        down = gaps()[-3:]
        assert all(0.25 < gap < 0.4 for gap in down), f"every 0.3 s while down: {down}"
