"""The checks of name servers, hosts, files, interfaces and of one another, as an operator runs them."""

from __future__ import annotations

import json
from pathlib import Path

from lab.agents import BATON
from lab.laboratory import Laboratory
from lab.node import Node, wait_for
from lab.pair import FIRST, Instance, Pair
from lab.servers import dns

PARALLEL = True

_SAMPLES = Path(__file__).resolve().parents[2] / "checks.d"


def _define(node: Node, name: str, plugin: str, *options: str) -> str:
    block = f" {{\n        " + "\n        ".join(options) + "\n    }" if options else ""
    text = f"check {name} {{\n    {plugin}{block}\n    interval 2\n    timeout 1.5\n}}\n"
    node.run(["sh", "-ec", f"mkdir -p /run/checks; cat > /run/checks/{name}.conf"], text=text)
    return name


def _expect(node: Node, name: str, status: str, reason: str, *words: str) -> None:
    result = node.run(["baton", "check", "run", name, "--checks", "/run/checks", "--format", "json"], check=False)
    try:
        answer = json.loads(result.stdout)
    except ValueError:
        raise AssertionError(f"{name}: {result.stdout}{result.stderr}") from None
    run = answer[0] if isinstance(answer, list) else answer
    assert (run["status"], run["reason"]) == (status, reason), f"{name}: expected {status} {reason}, got {run}"
    for word in words:
        assert word in run["summary"], f"{name}: expected {word!r} in {run['summary']!r}"


def test_dns_against_unbound(work: Path) -> None:
    """Unbound's answers are read whatever their type, its codes told apart, and a cut answer is asked for over TCP."""
    with Laboratory(work, servers=True) as lab:
        node = lab.add_node("names", "172.20.0.9/16", BATON.binds())
        server = dns(node)
        local = "server 127.0.0.1"
        for number, (plugin, options, status, reason, words) in enumerate((
            ("dns web.test", (local, 'expect_answer "^192[.]0[.]2[.]10$"', "min_answers 2"), "pass", "ok", ("192.0.2.11",)),
            ("dns web.test", (local, "type AAAA"), "pass", "ok", ("2001:db8::10",)),
            # Unbound does not follow an alias within its own data: no address is no address.
            ("dns www.test", (local,), "fail", "dns.answer", ("0 records",)),
            ("dns www.test", (local, "type CNAME"), "pass", "ok", ("web.test.",)),
            ("dns test", (local, "type MX", 'expect_answer "^10 mail[.]test[.]$"'), "pass", "ok", ()),
            ("dns test", (local, "type SOA"), "pass", "ok", ("ns.test. admin.test. 1 3600 600 86400 60",)),
            ("dns test", (local, "type NS"), "pass", "ok", ("ns.test.",)),
            ("dns _http._tcp.test", (local, "type SRV"), "pass", "ok", ("0 5 8080 web.test.",)),
            ("dns 192.0.2.10", (local, "type PTR"), "pass", "ok", ("web.test.",)),
            ("dns words.test", (local, "type TXT"), "pass", "ok", ("hellolab",)),
            ("dns long.test", (local, "type TXT", "min_answers 20"), "pass", "ok", ()),
            ("dns web.test", (local, "transport tcp"), "pass", "ok", ()),
            ("dns web.test", ('server "172.20.0.9:53"',), "pass", "ok", ()),
            ("dns none.test", (local,), "fail", "dns.rcode", ("NXDOMAIN", "expected NOERROR")),
            ("dns none.test", (local, "expect_rcode NXDOMAIN"), "pass", "ok", ()),
            ("dns example.org", (local,), "fail", "dns.rcode", ("REFUSED",)),
            ("dns mail.test", (local, "type AAAA"), "fail", "dns.answer", ("0 records",)),
            ("dns web.test", (local, 'refuse_answer "^192"'), "fail", "dns.answer", ()),
            ("dns web.test", ('server "127.0.0.1:5353"',), "fail", "dns.unreachable", ("nobody listens",)),
        )):
            _expect(node, _define(node, f"dns{number}", plugin, *options), status, reason, *words)
        server.stop()
        _expect(node, "dns0", "fail", "dns.unreachable", "nobody listens at 127.0.0.1:53")


def test_hosts_interfaces_and_files(work: Path) -> None:
    """A host that answers, one that does not, the node's interface and files are what their checks say."""
    with Laboratory(work) as lab:
        node = lab.add_node("first", "172.20.0.9/16", BATON.binds())
        lab.add_node("second", "172.20.0.10/16", BATON.binds())
        _expect(node, _define(node, "alive", "ping 172.20.0.10", "max_loss 0"), "pass", "ok", "answered 3 of 3")
        _expect(node, _define(node, "dead", "ping 172.20.0.99", "count 2"), "fail", "ping.loss", "did not answer")
        _expect(node, _define(node, "link", "interface eth0", "address 172.20.0.9"), "pass", "ok", "is up")
        _expect(node, _define(node, "foreign", "interface eth0", "address 172.20.0.10"), "fail",
                "interface.address")
        _expect(node, _define(node, "nolink", "interface none0"), "fail", "interface.missing")
        _expect(node, _define(node, "nofile", "file /run/drain", "absent on"), "pass", "ok")
        node.run(["touch", "/run/drain"])
        _expect(node, "nofile", "fail", "file.present", "/run/drain is there")
        _expect(node, _define(node, "unit", "systemd nginx"), "unknown", "unit.unreachable", "is systemd running here?")


_FAST = Instance(200, version=3, interval="0.1")

_DRAIN = """
check open {
    file /run/drain {
        absent on
    }
    interval 30
}
check uplink {
    interface lo
    interval 30
}
check ready {
    all_of open uplink
    interval 30
    weight -60
}
"""


def test_a_flag_moves_the_priority_at_once(work: Path) -> None:
    """A file that appears is seen by its check, and by the composite over it, long before their next polls."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        pair.first.configure(_FAST.but(body="track_script {\n    ready\n}"), head=_DRAIN)
        pair.first.start()
        pair.first.await_master(12)
        for command, priority in ((["touch", "/run/drain"], 140), (["rm", "/run/drain"], 200)):
            node.run(command)
            wait_for(lambda: pair.capture.advertisements(FIRST)[-1].priority == priority, 5, f"priority {priority}")
