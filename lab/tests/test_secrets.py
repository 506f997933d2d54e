"""Secrets in options reach the service that is asked, and nobody else."""

from __future__ import annotations

from pathlib import Path

from lab.agents import BATON, CONFIGURATION
from lab.node import wait_for
from lab.pair import Instance, Pair
from lab.servers import web

_FAST = Instance(200, version=3, interval="0.1")
#: Each has words around it that do appear, so that the search is known to look in the right places.
_SECRETS = {name: f"hush-{name}-4711" for name in ("header", "env", "bearer", "basic", "query", "option", "stream", "bad")}

_CHECKS = f"""
check by_header {{
    http http://127.0.0.1:8080/echo {{
        header X-Test {_SECRETS["header"]}
        expect_body nowhere
    }}
    tracked_by VI_1
}}
check by_bearer {{
    http http://127.0.0.1:8080/private {{
        bearer_file /run/bearer
    }}
    tracked_by VI_1
}}
check by_basic {{
    http http://127.0.0.1:8080/private {{
        basic_auth_file /run/basic
    }}
    tracked_by VI_1
}}
check by_env {{
    exec /run/plugins/tell {{
        env TOKEN {_SECRETS["env"]}
    }}
    tracked_by VI_1
}}
check by_stream {{
    stream /run/plugins/stream {{
        secret password {_SECRETS["option"]}
        env TOKEN {_SECRETS["stream"]}
    }}
    tracked_by VI_1
}}
"""
#: Tells everything it knows, as a careless script would.
_TELL = '#!/bin/sh\necho "my token is $TOKEN"\necho "again $TOKEN" >&2\nexit 3\n'
_STREAM = """#!/usr/bin/python3 -S
import json, os, sys

PARALLEL = True
def say(m): print(json.dumps(m), flush=True)
say({"hello": {"api": "1.0", "plugin": "lab", "version": "1", "modes": ["poll"]}})
told = ""
for line in sys.stdin:
    m = json.loads(line)
    if "configure" in m: told = line.strip()
    if "ping" in m: say({"pong": m["ping"]})
    if "shutdown" in m: break
    if "run" in m:
        print("stray words", os.environ.get("TOKEN"), file=sys.stderr, flush=True)
        say({"log": {"level": "info", "message": "told " + told}})
        say({"result": {"id": m["run"]["id"], "run": m["run"]["run"], "status": "fail", "reason": "lab.told",
                        "summary": "my token is " + os.environ.get("TOKEN", ""), "detail": told}})
"""


def test_secrets_stay_secret(work: Path) -> None:
    """Headers, environments, credential files and stream options: in no log, status, explanation or outcome."""
    with Pair(work, BATON, None, servers=True) as pair:
        node = pair.first.node
        web(node)
        for path, text, mode in (("/run/bearer", _SECRETS["bearer"], "600"), ("/run/basic", f"lab:{_SECRETS['basic']}", "600"),
                                 ("/run/plugins/tell", _TELL, "755"), ("/run/plugins/stream", _STREAM, "755"),
                                 ("/run/checks/checks.conf", _CHECKS, "600")):
            node.run(["sh", "-ec", f"mkdir -p $(dirname {path}); cat > {path}; chmod {mode} {path}"], text=text)
        pair.first.configure(_FAST, head=_CHECKS)
        pair.first.start()
        said: list[str] = []

        def ask(*command: str) -> str:
            result = node.run(list(command), check=False)
            said.append(result.stdout + result.stderr)
            return said[-1]

        def all_judged() -> bool:
            text = ask("baton", "status", "--json")
            return all(word in text for word in ("my token is", "http.status", "http.body")) and '"unknown"' not in text

        wait_for(all_judged, 20, "an outcome of every check", 0.5)
        ask("baton", "status")
        ask("baton", "explain", "VI_1")
        ask("baton", "check", "list", "--checks", "/run/checks")
        ask("baton", "check", "list", "--checks", "/run/checks", "--json")
        for name in ("by_header", "by_bearer", "by_basic", "by_env", "by_stream"):
            for form in ("text", "json", "nagios", "tap", "junit", "prometheus"):
                ask("baton", "check", "run", name, "--checks", "/run/checks", "--explain", "--format", form)
        ask("baton", "config", "check", CONFIGURATION)
        broken = _CHECKS.replace("header X-Test ", "header ").replace("env TOKEN", "env TOKEN surplus") + \
            f"check broken {{\n    exec /bin/true {{\n        env {_SECRETS['bad']}\n    }}\n}}\n"
        node.run(["sh", "-c", "cat > /run/broken.conf"], text=broken)
        ask("baton", "config", "check", "/run/broken.conf")
        pair.first.write(broken)
        pair.first.reload()
        wait_for(lambda: "reload" in pair.first.process.log_text(), 5, "the reload to be refused")  # type: ignore[union-attr]
        pair.first.process.stop()  # type: ignore[union-attr]
        said += [log.read_text(errors="replace") for log in pair.lab.work.glob("*/*.log")]
        everything = "\n".join(said)
        for name, secret in _SECRETS.items():
            lines = [line for line in everything.splitlines() if secret in line]
            assert not lines, f"the {name} secret is shown: {lines[0][:300]}"
