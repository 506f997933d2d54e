"""What cannot work is said once, with its place and its remedy, and nothing keeps running."""

from __future__ import annotations

from pathlib import Path

from lab.agents import BATON, CONFIGURATION
from lab.pair import Instance, Pair

PARALLEL = True

_GOOD = Instance(100, version=3, interval="0.1").text()

#: Name, file, and what the message must contain: the place and the offending word.
_FILES = (
    ("an unknown interface", _GOOD.replace("interface eth0", "interface eth9"), ("eth9",)),
    ("a priority of 300", _GOOD.replace("priority 100", "priority 300"), (f"{CONFIGURATION}:6", "300")),
    ("an unknown plugin", "check web {\n    htttp http://127.0.0.1/\n}\n" + _GOOD, (f"{CONFIGURATION}:2", "htttp")),
    ("an option of the wrong type", "check web {\n    http http://127.0.0.1/\n    interval soon\n}\n" + _GOOD,
     (f"{CONFIGURATION}:3", "soon")),
    ("two checks of one name",
     2 * 'vrrp_script chk {\n    script "/usr/bin/true"\n}\n' + _GOOD, (f"{CONFIGURATION}:4", "chk")),
    ("a track_script naming nothing",
     Instance(100, body="track_script {\n    nothing\n}").text(), (CONFIGURATION, "nothing")),
    ("an unclosed block", _GOOD.rstrip().removesuffix("}"), (CONFIGURATION,)),
)


def test_bad_files_are_refused(work: Path) -> None:
    """Each kind of bad file: a message with its place, exit code 2, no process left."""
    with Pair(work, BATON, None) as pair:
        for name, text, expected in _FILES:
            pair.first.write(text)
            result = pair.first.node.run(BATON.command(), check=False, seconds=10)
            said = result.stderr + result.stdout
            assert result.returncode == 2, f"{name}: exit code {result.returncode}, expected 2:\n{said}"
            for word in expected:
                assert word in said, f"{name}: the message does not contain {word!r}:\n{said}"
            assert not pair.first.node.pids_named("batond"), f"{name}: a process is left"
        assert not pair.capture.advertisements(), "nothing was sent"


def test_missing_file(work: Path) -> None:
    """A missing file is named, with the exit code for a configuration that does not load."""
    with Pair(work, BATON, None) as pair:
        result = pair.first.node.run(BATON.command("/etc/keepalived/absent.conf"), check=False, seconds=10)
        said = result.stderr + result.stdout
        assert result.returncode == 2, f"exit code {result.returncode}, expected 2:\n{said}"
        assert "/etc/keepalived/absent.conf" in said, f"the message names the file:\n{said}"


def test_config_check_agrees(work: Path) -> None:
    """`baton config check` finds what `batond` refuses, and accepts what it runs."""
    with Pair(work, BATON, None) as pair:
        pair.first.write(_GOOD)
        good = pair.first.node.run(["baton", "config", "check", CONFIGURATION], check=False)
        assert good.returncode == 0, f"a good file: {good.returncode}\n{good.stdout}{good.stderr}"
        pair.first.write(_GOOD.replace("priority 100", "priority 300"))
        bad = pair.first.node.run(["baton", "config", "check", CONFIGURATION], check=False)
        assert bad.returncode != 0 and "300" in bad.stdout + bad.stderr, f"{bad.returncode}\n{bad.stdout}{bad.stderr}"


def test_programs_that_others_may_change(work: Path) -> None:
    """A program that would run as root and that anybody may change is refused, by the agent and by `config check`."""
    with Pair(work, BATON, None) as pair:
        pair.first.node.run(["sh", "-ec", "printf '#!/bin/sh\\n' > /run/anybody.sh; chmod 777 /run/anybody.sh"])
        pair.first.write("check shared_script {\n    exec /run/anybody.sh\n}\n" + _GOOD)
        for command in (BATON.command(), ["baton", "config", "check", CONFIGURATION]):
            result = pair.first.node.run(command, check=False, seconds=10)
            said = result.stderr + result.stdout
            assert result.returncode in (1, 2), f"{command}: exit code {result.returncode}:\n{said}"
            assert f"{CONFIGURATION}:1" in said and "/run/anybody.sh" in said and "unsafe_path" in said, said


def test_only_one_agent_runs(work: Path) -> None:
    """A second agent on the same node is refused, and the first goes on."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(Instance(200, version=3, interval="0.1"))
        pair.first.start()
        pair.first.await_master(10)
        result = pair.first.node.run(BATON.command(), check=False, seconds=15)
        assert result.returncode != 0, "the second agent ends"
        assert pair.first.holds(), "the first keeps its address"
        assert pair.first.process is not None and pair.first.process.running
