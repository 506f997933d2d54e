"""The README's commands for trying a check do what they say, run as they stand there."""

from __future__ import annotations

import re
import shlex
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from lab.agents import programs_directory

_README = Path(__file__).resolve().parents[2] / "README.md"


class _Healthy(BaseHTTPRequestHandler):
    """A service that is well."""

    def do_GET(self) -> None:  # noqa: N802, the name http.server calls
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _commands() -> list[list[str]]:
    text = _README.read_text()
    lines = [line for block in re.findall(r"```console\n(.*?)```", text, re.S) for line in block.splitlines()]
    return [shlex.split(line[2:], comments=True) for line in lines if line.startswith("$ baton check ")]


def _check_block() -> str:
    blocks = re.findall(r"```conf\n(.*?)```", _README.read_text(), re.S)
    return next(block for block in blocks if block.startswith("check "))


def test_commands_for_one_check(work: Path) -> None:
    """Listed, failing (2) while nothing listens, passing (0) once the service answers."""
    # The tests' own network namespace begins without one.
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    (work / "checks.d").mkdir()
    server = HTTPServer(("127.0.0.1", 0), _Healthy)
    port = server.server_address[1]
    (work / "checks.d" / "web.conf").write_text(_check_block().replace("127.0.0.1/", f"127.0.0.1:{port}/"))
    commands = _commands()
    assert len(commands) >= 3, f"the README shows how to try a check: {commands}"

    said: list[str] = []

    def results() -> list[int]:
        finished = [_run(command, work) for command in commands]
        said[:] = [result.stdout + result.stderr for result in finished]
        return [result.returncode for result in finished]

    server.server_close()
    failing = results()
    assert failing == [0 if command[2] == "list" else 2 for command in commands], (failing, said)
    server = HTTPServer(("127.0.0.1", port), _Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        passing = results()
    finally:
        server.shutdown()
        server.server_close()
    assert passing == [0 for _ in commands], (passing, said)


def _run(command: list[str], work: Path) -> subprocess.CompletedProcess[str]:
    program = programs_directory() / command[0]
    return subprocess.run([str(program), *command[1:]], cwd=work, capture_output=True, text=True, timeout=60)
