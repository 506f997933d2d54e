"""What authors of checks and plugins use: tests of checks, new plugins, the conformance kit, the tutorial."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from lab import tutorials
from lab.agents import programs_directory

_SAMPLES = Path(__file__).resolve().parents[2] / "checks.d"


def _baton(work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # The tests' own network namespace begins without one.
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    program = programs_directory() / "baton"
    return subprocess.run([str(program), *arguments], cwd=work, capture_output=True, text=True, timeout=120)


def test_tutorial_in_sh(work: Path) -> None:
    """The shell part of "Write a check in five minutes", followed to the letter."""
    _tutorial("sh", work)


def test_tutorial_in_python(work: Path) -> None:
    """The Python part of "Write a check in five minutes", followed to the letter."""
    _tutorial("python", work)


def _tutorial(section: str, work: Path) -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    directory = work / "empty"
    directory.mkdir()
    # Some runs are an unprivileged user's.
    for folder in (directory, *directory.parents):
        if os.stat(folder).st_uid == os.geteuid() and str(folder).startswith("/tmp/"):
            folder.chmod(0o755)
    tutorials.follow(section, directory)


def test_samples_pass_their_tests(work: Path) -> None:
    """The samples in checks.d do what their tests say, and a sample that is broken does not."""
    shutil.copytree(_SAMPLES, work / "checks.d")
    passing = _baton(work, "check", "test")
    assert passing.returncode == 0, passing.stdout + passing.stderr
    sample = work / "checks.d" / "web.conf"
    sample.write_text(sample.read_text().replace("200-399", "200-599"))
    failing = _baton(work, "check", "test", "checks.d/web.test.conf")
    assert failing.returncode == 1, failing.stdout + failing.stderr
    assert "expected fail http.status, found pass ok" in failing.stdout, failing.stdout


_TEST = """
test t {
    check web {
        tcp <server>
    }
    fixture tcp server {
        PORT
    }
    fixture process worker
    STEPS
}
"""


def _write(work: Path, steps: str, port: str = "") -> None:
    (work / "web.conf").write_text("check web {\n    tcp 127.0.0.1:1\n    interval 1\n}\n")
    (work / "web.test.conf").write_text(_TEST.replace("STEPS", steps).replace("PORT", port))


def test_exit_codes_of_tests(work: Path) -> None:
    """0 passed, 1 failed, 2 not to be carried out, 64 wrong usage, 78 does not load; nothing is left by any."""
    for steps, port, code, text in (
        ("expect pass", "", 0, "1 test, 0 failed"),
        ("expect fail reason tcp.refused", "", 1, "expected fail tcp.refused, found pass ok"),
        ("expect pass health down", "", 1, "expected health down, found up"),
        ("stop server\n    expect pass", "", 1, "found fail tcp.refused"),
        ("expct pass", "", 78, "did you mean 'expect'?"),
    ):
        _write(work, steps, port)
        result = _baton(work, "check", "test", ".")
        said = result.stdout + result.stderr
        assert result.returncode == code and text in said, f"{steps}: {result.returncode}\n{said}"
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        _write(work, "expect pass", f"port {taken.getsockname()[1]}")
        result = _baton(work, "check", "test", ".")
        assert result.returncode == 2 and "cannot listen" in result.stdout, result.stdout + result.stderr
    assert _baton(work, "check", "test", "web.conf").returncode == 64
    _assert_nothing_left()


def test_interrupted_tests_leave_nothing(work: Path) -> None:
    """^C in the middle of a test ends its servers and processes and removes its folder."""
    _write(work, "expect pass\n    wait 30\n    expect pass")
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    running = subprocess.Popen([str(programs_directory() / "baton"), "check", "test", "."], cwd=work)
    deadline = time.monotonic() + 10
    while not _workers() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _workers(), "the fixture's process runs"
    running.send_signal(signal.SIGINT)
    assert running.wait(timeout=10) == 130
    _assert_nothing_left()


def _workers() -> list[str]:
    found = subprocess.run(["pgrep", "-x", "worker"], capture_output=True, text=True, check=False)
    return found.stdout.split()


def _assert_nothing_left() -> None:
    assert not _workers(), "a process of a test is left"
    left = [str(path) for base in ("/run", "/tmp") for path in Path(base).glob("baton-test-*")]
    assert not left, f"folders of tests are left: {left}"


@dataclass(frozen=True)
class _Mistake:
    """A plugin that is wrong in one way, which one case must find."""

    case: int
    old: str
    new: str
    language: str = "sh"

    @property
    def arguments(self) -> list[str]:
        if self.language == "stream":
            return ["--lang", "python", "--tier", "stream"]
        return ["--lang", self.language]


_MISTAKES = (
    _Mistake(1, '"tier": "exec",', ""),
    _Mistake(1, '"api": "1.0"', '"api": "2.0"', "stream"),
    _Mistake(2, '"examples": [["/var/spool/cron"],', '"examples": [["--folder", "/var/spool/cron"],'),
    _Mistake(3, """'' | *[!0-9]*) refuse "$1: expected a whole number, found '${2-}'" ;;""", "'') ;;"),
    _Mistake(3, 'sys.exit(str(error))', "pass", "stream"),
    _Mistake(4, "    exit 1\n", "    exit 2\n"),
    _Mistake(4, 'result("warn",', 'result("fail",', "stream"),
    _Mistake(5, "count=$(measure)", "sleep 3\ncount=$(measure)"),
    _Mistake(5, "import json\n", "import json\nimport signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n", "stream"),
    _Mistake(6, "count=$(measure)", "setsid sleep 60 >/dev/null 2>&1 &\ncount=$(measure)"),
    _Mistake(6, "    count = len(", "    import subprocess\n    subprocess.Popen(['sleep', '60'])\n    count = len(", "stream"),
    _Mistake(7, 'echo "OK - ', 'printf "%0150d" 0\necho "OK - '),
    _Mistake(7, 'echo "OK - ', "printf '\\377'\necho \"OK - "),
    _Mistake(8, "count=$(measure)", 'cd "${HOME-/}" || exit 2\ncount=$(measure)'),
    _Mistake(9, "count=$(measure)", "mkdir /tmp/lock-of-a-test || exit 3\nsleep 0.3\nrmdir /tmp/lock-of-a-test\ncount=$(measure)"),
    _Mistake(10, "count=$(measure)", '[ -z "${TMPDIR-}" ] || : >"$TMPDIR/left"\ncount=$(measure)'),
    _Mistake(11, "    count = len(", "    LEAK.append(open('/dev/null'))\n    count = len(", "stream"),
    _Mistake(12, 'elif "ping" in message:', 'elif "pong" in message:', "stream"),
    _Mistake(12, '            return\n', "            continue\n", "stream"),
    _Mistake(13, '| $data"\n    exit 2', '| $data"\n    exit 0'),
    _Mistake(14, "1 | 1.*) ;;", "9 | *.*) ;;"),
    _Mistake(14, 'split(".")[0] != "1"', 'split(".")[0] == ""', "stream"),
)


def test_conformance_finds_every_mistake(work: Path) -> None:
    """What `plugin new` writes conforms; spoilt in one way, it fails the case that is about it, and exits with 1."""
    work.chmod(0o755)
    for parent in work.parents:
        if str(parent).startswith("/tmp/"):
            parent.chmod(0o755)
    for number, mistake in enumerate(_MISTAKES):
        name = f"p{number}"
        made = _baton(work, "plugin", "new", name, *mistake.arguments)
        assert made.returncode == 0, made.stdout + made.stderr
        program = work / name / (f"{name}.sh" if mistake.language == "sh" else f"{name}.py")
        only = ["--only", str(mistake.case)] if mistake.case > 1 else ["--only", "2"]
        right = _baton(work, "plugin", "test", str(program), *only)
        assert right.returncode == 0, f"{mistake}: as written\n{right.stdout}{right.stderr}"
        text = program.read_text()
        assert mistake.old in text, f"{mistake}: the template has changed"
        text = text.replace(mistake.old, mistake.new).replace("DESCRIPTION = {", "LEAK = []\nDESCRIPTION = {")
        program.write_text(text)
        wrong = _baton(work, "plugin", "test", str(program), *only)
        assert wrong.returncode == 1, f"{mistake}: found nothing\n{wrong.stdout}{wrong.stderr}"
        assert f"FAILED  {mistake.case} " in wrong.stdout, f"{mistake}: another case\n{wrong.stdout}"


def test_new_plugins_are_refused_where_they_make_no_sense(work: Path) -> None:
    """A stream in sh, a bad name, a file that is there already."""
    for arguments, code, text in (
        (["new", "x", "--lang", "sh", "--tier", "stream"], 64, "use --lang python"),
        (["new", "X", "--lang", "sh"], 64, "lower-case"),
        (["new", "x", "--lang", "swift"], 64, "--baton"),
        (["new", "x", "--lang", "sh"], 0, "x/x.sh"),
        (["new", "x", "--lang", "sh"], 73, "is there already"),
        (["test", "x/x.conf"], 2, "executable"),
        (["test", "x/none"], 2, "No such file"),
    ):
        result = _baton(work, "plugin", *arguments)
        said = result.stdout + result.stderr
        assert result.returncode == code and text in said, f"{arguments}: {result.returncode}\n{said}"
