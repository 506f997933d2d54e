"""When and how a running agent reads its configuration again, and what an operator hears of it."""

from __future__ import annotations

import json
import os
import signal
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from lab.agents import BATON, CONFIGURATION
from lab.node import wait_for
from lab.pair import FIRST, Instance, Pair

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")


def _globals(*lines: str) -> str:
    return "global_defs {\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def _start(pair: Pair, head: str = "") -> None:
    pair.first.configure(_FAST, head=head)
    pair.first.start()
    pair.first.await_master(10)


def _status(pair: Pair) -> dict[str, Any]:
    return json.loads(pair.first.node.run(["baton", "status", "--json"], check=False).stdout)


def _priority(pair: Pair) -> int:
    return pair.capture.advertisements(FIRST)[-1].priority


def _log(pair: Pair) -> str:
    assert pair.first.process is not None
    return pair.first.process.log_text()


def _utc(moment: float) -> str:
    return datetime.fromtimestamp(moment, timezone.utc).strftime("%Y-%m-%d %H:%M:%SZ")


def _write(pair: Pair, path: str, text: str) -> None:
    pair.first.node.run(["sh", "-ec", f"mkdir -p $(dirname {path}); cat > {path}"], text=text)


def _exists(pair: Pair, path: str) -> bool:
    return pair.first.node.run(["test", "-e", path], check=False).returncode == 0


def test_reload_command_tells_the_result(work: Path) -> None:
    """`baton reload` waits: 0 when the new configuration is in force, 3 and the faults when it is refused, 1 without agent."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        absent = node.run(["baton", "reload"], check=False)
        assert absent.returncode == 1 and "no agent runs here" in absent.stderr, absent
        _start(pair)

        pair.first.configure(_FAST.but(priority=150), head="no_such_word\n")
        done = node.run(["baton", "reload"], check=False)
        assert done.returncode == 0 and "configuration 2 is in force" in done.stdout, done
        assert "no_such_word" in done.stderr, f"warnings are told: {done.stderr}"
        assert _status(pair)["generation"] == 2, "in force when the command ends"
        time.sleep(0.3)
        assert _priority(pair) == 150

        pair.first.write(_FAST.text().replace("priority 200", "priority 300"))
        refused = node.run(["baton", "reload"], check=False)
        assert refused.returncode == 3, refused
        assert f"{CONFIGURATION}:6:" in refused.stderr and "300" in refused.stderr, f"the fault has its place: {refused.stderr}"
        assert "configuration 2 stays in force" in refused.stderr and not refused.stdout, refused
        answer = json.loads(node.run(["baton", "reload", "--json"], check=False).stdout)
        assert answer["schema"] == "reload/v1" and not answer["done"] and answer["generation"] == 2, answer
        time.sleep(0.3)
        assert _priority(pair) == 150, "nothing has changed"

        pair.first.configure(_FAST.but(priority=160))
        together = [node.start(["baton", "reload", "--json"], log="reload") for _ in range(5)]
        codes = [process.wait(10) for process in together]
        assert codes == [0] * 5, [process.log_text() for process in together]
        assert {json.loads(process.log_text())["generation"] for process in together} == {3, 4, 5, 6, 7}


def test_router_that_dies_after_a_reload_keeps_the_new_configuration(work: Path) -> None:
    """The router is killed right after a reload: its successor has the new configuration, not the one of the start."""
    with Pair(work, BATON, None) as pair:
        _start(pair)
        pair.first.configure(_FAST.but(priority=150))
        assert pair.first.node.run(["baton", "reload"], check=False).returncode == 0
        router = BATON.router(pair.first.node)
        os.kill(router, signal.SIGKILL)
        moment = time.monotonic()
        wait_for(lambda: BATON.router(pair.first.node) != router, 5, "another router process")
        time.sleep(0.7)
        heard = {a.priority for a in pair.capture.advertisements(FIRST, since=moment)}
        assert heard == {150}, f"only the new priority is heard: {heard}"


def test_reload_at_a_time(work: Path) -> None:
    """reload_time_file: the reload comes at that second, and the file goes; what is deleted or wrong is not heeded."""
    file = "/run/when/reload"
    with Pair(work, BATON, None) as pair:
        pair.first.node.run(["mkdir", "-p", "/run/when"])
        _start(pair, _globals(f"reload_time_file {file}"))
        head = _globals(f"reload_time_file {file}")

        pair.first.configure(_FAST.but(priority=150), head=head)
        due = int(time.time()) + 3
        _write(pair, file, _utc(due) + "\n")
        wait_for(lambda: "reload scheduled for" in _log(pair), 2, "the schedule")
        wait_for(lambda: _priority(pair) == 150, 6, "the reload", 0.01)
        late = time.time() - due
        assert -0.1 < late < 1, f"at its second: {late:.2f} s after it"
        assert not _exists(pair, file), "the file has gone"

        pair.first.configure(_FAST.but(priority=160), head=head)
        _write(pair, file, _utc(time.time() + 3) + "\n")
        time.sleep(0.5)
        pair.first.node.run(["rm", file])
        wait_for(lambda: "the scheduled reload is cancelled" in _log(pair), 2, "the cancellation")
        _write(pair, file, "tomorrow\n")
        wait_for(lambda: '"tomorrow" is no time' in _log(pair), 2, "the warning")
        _write(pair, file, "2001-01-01 00:00:00Z\n")
        wait_for(lambda: "2001-01-01 00:00:00Z is in the past" in _log(pair), 2, "the other warning")
        time.sleep(3)
        assert _priority(pair) == 150, "no reload of those"

        # There at the start of the watch: the second time it counts every day, and so the file stays.
        pair.first.configure(_FAST.but(priority=170), head=_globals(f"reload_time_file {file}", "reload_repeat"))
        pair.first.node.run(["rm", file])
        pair.first.reload()
        wait_for(lambda: _priority(pair) == 170, 3, "the new settings")
        pair.first.configure(_FAST.but(priority=180), head=_globals(f"reload_time_file {file}", "reload_repeat"))
        due = int(time.time()) + 2
        _write(pair, file, datetime.fromtimestamp(due, timezone.utc).strftime("%H:%M:%SZ\n"))
        wait_for(lambda: _priority(pair) == 180, 5, "the reload of the day")
        tomorrow = datetime.fromtimestamp(due + 86_400, timezone.utc).strftime("reload scheduled for %Y-%m-%dT%H:%M:%SZ")
        wait_for(lambda: tomorrow in _log(pair), 2, f"the next: {tomorrow}")
        assert _exists(pair, file), "it counts again tomorrow"


def test_reload_file_is_there_while_the_files_are_read(work: Path) -> None:
    """reload_file: what an updater put there is empty while the configuration is read, and gone when that has been done."""
    file = "/run/updates/busy"
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        # A checker that takes its time to say which plugins it has holds the reading up.
        _write(pair, "/run/own/checker", "#!/bin/sh\nif [ \"$1\" = --describe-plugins ]; then sleep 1.5; fi\n"
                                         "exec /usr/sbin/baton-checker \"$@\"\n")
        node.run(["chmod", "755", "/run/own/checker"])
        _start(pair, _globals(f"reload_file {file}", "checker /run/own/checker"))
        _write(pair, file, "an update is under way\n")
        pair.first.reload()
        wait_for(lambda: node.run(["stat", "-c", "%s", file], check=False).stdout.strip() == "0", 1, "the empty file", 0.02)
        assert _status(pair)["generation"] == 1, "it is still being read"
        wait_for(lambda: not _exists(pair, file), 4, "the file to go", 0.02)
        wait_for(lambda: _status(pair)["generation"] == 2, 2, "the reload")
        # Nobody needs to have made it, and a bad configuration does not leave it behind.
        pair.first.write("vrrp_instance {")
        pair.first.reload()
        wait_for(lambda: "reload refused" in _log(pair), 4, "the refusal")
        assert not _exists(pair, file)


def test_faults_of_a_reload_are_written_to_a_file(work: Path) -> None:
    """reload_check_config FILE: what is wrong with a new configuration stands there, and no more once it is right."""
    file = "/run/reload.log"
    with Pair(work, BATON, None) as pair:
        head = _globals(f"reload_check_config {file}")
        _start(pair, head)
        pair.first.write(head + _FAST.text().replace("priority 200", "priority 300"))
        pair.first.reload()
        wait_for(lambda: "300" in pair.first.node.run(["cat", file], check=False).stdout, 3, "the fault in the file")
        found = pair.first.node.run(["cat", file]).stdout
        assert f"{CONFIGURATION}:9:" in found and "error" in found, found
        pair.first.configure(_FAST.but(priority=150), head=head)
        pair.first.reload()
        wait_for(lambda: _priority(pair) == 150, 3, "the reload")
        assert pair.first.node.run(["cat", file]).stdout == "", "nothing is wrong any more"
