"""Checks as an operator has them: other people's plugins, alone and under the agent."""

from __future__ import annotations

from pathlib import Path

from lab.agents import BATON
from lab.node import wait_for
from lab.pair import FIRST, Instance, Pair

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")

_CHECK = """
check web {
    exec /usr/lib/nagios/plugins/check_http -H 127.0.0.1 -t 1 {
        protocol nagios
    }
    interval 1
    timeout 2
    fall 1
    rise 1
    weight -60
}
"""

#: The exit codes of `baton check run`.
_PASS, _FAIL = 0, 2


def test_monitoring_plugin_alone_and_deployed(work: Path) -> None:
    """A plugin of the monitoring world judges nginx: by `baton check run`, and as a weight in the agent."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-c", "mkdir -p /run/checks /usr/share/nginx/html && cat > /run/checks/web.conf"], text=_CHECK)
        alone = ["baton", "check", "run", "web", "--checks", "/run/checks"]
        before = node.run(alone, check=False)
        assert before.returncode == _FAIL, f"without nginx: {before.returncode}\n{before.stdout}{before.stderr}"
        node.run(["sh", "-c", "echo well > /usr/share/nginx/html/index.html"])
        pair.serve(pair.first)
        after = node.run(alone, check=False)
        assert after.returncode == _PASS, f"with nginx: {after.returncode}\n{after.stdout}{after.stderr}"

        pair.first.configure(_FAST.but(body="track_script {\n    web\n}"), head=_CHECK)
        pair.first.start()
        pair.first.await_master(12)
        node.kill_named("nginx")
        wait_for(lambda: pair.capture.advertisements(FIRST)[-1].priority == 140, 5, "the priority to fall to 140")
