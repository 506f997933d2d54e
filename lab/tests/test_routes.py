"""Routes, rules, static items and interfaces: what the kernel shows after each event, beside keepalived."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from lab.agents import BATON, KEEPALIVED
from lab.node import Node, wait_for
from lab.pair import HOST, VIRTUAL_ADDRESS, Instance, Pair, Router, settle

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")

#: Words of which keepalived 2.2.7 and this kernel know every one.
_ROUTES = f"""
virtual_routes {{
    10.1.0.0/16 via {HOST} dev eth0
    src {VIRTUAL_ADDRESS} to 10.2.0.0/16 via {HOST} metric 7
    10.3.0.0/16 dev eth0 scope link mtu 1400 advmss 1300 window 105
    blackhole 10.4.0.0/16
    unreachable 10.4.0.0/16 table 100
    prohibit 10.5.0.0/16 metric 9
    10.6.0.0/16 nexthop via {HOST} weight 2 nexthop via 172.20.128.249 dev eth0 onlink
    10.7.0.0/16 via {HOST} table 6909 tos 0x04 hoplimit 100 initcwnd 10 initrwnd 11 quickack 1
    10.8.0.0/16 via {HOST} rtt 3000 rttvar 1000 reordering 104 cwnd lock 106 ssthresh lock 107 rto_min lock 300
    10.9.0.0/16 via {HOST} realms 5/20 features ecn congctl reno
    10.10.0.0/16 encap ip id 7 dst 172.20.128.9 dev eth0
    10.11.0.0/16 dev eth0 protocol bird no_track
    default via {HOST} table 101
    2001:db8:1::/48 dev eth0 metric 5 pref high
    unreachable 2001:db8:2::/48
}}
virtual_rules {{
    from 10.9.0.0/16 table 100
    to 10.8.0.0/16 table 6909
    not from 10.9.1.1 fwmark 0x10/0xff table 100 preference 301
    from 10.9.2.0/24 iif eth0 tos 0x10 blackhole preference 302
    from 10.9.3.0/24 uidrange 1000-1999 table 100 suppress_prefixlength 0 preference 303
    to 10.9.4.0/24 ipproto 17 sport 10-20 dport 53-54 table 101 preference 304
    from 10.9.5.0/24 goto 32766 preference 305
    from 2001:db8:3::/48 table 100
    from 2001:db8:4::/48 prohibit preference 306
}}
"""


def _shown(node: Node) -> list[str]:
    """Every route of the tables in use but the kernel's own, and every rule."""
    lines: list[str] = []
    for family in ("-4", "-6"):
        routes = node.run(["ip", family, "-d", "route", "show", "table", "all"]).stdout
        lines += [" ".join(line.split()) for line in routes.replace("\n\t", " ").splitlines()
                  if "proto kernel" not in line and "table local" not in line]
        lines += [" ".join(line.split()) for line in node.run(["ip", family, "rule", "show"]).stdout.splitlines()]
    return sorted(lines)


def _fresh(lines: list[str], before: list[str]) -> list[str]:
    return [line for line in lines if line not in before]


def _expected_count(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.startswith("    "))


def _await_shown(router: Router, lines: list[str], seconds: float, what: str) -> None:
    wait_for(lambda: _shown(router.node) == lines, seconds, what)


def _crash(node: Node) -> None:
    """Ends all of baton's processes, and gives none of them the time to clean up."""
    processes = BATON.processes(node)
    os.kill(processes["router"], signal.SIGSTOP)
    for role in ("supervisor", "router", "checker"):
        os.kill(processes[role], signal.SIGKILL)
    wait_for(lambda: not node.pids_named("batond"), 2, "all processes to be gone")


def test_routes_same_as_keepalived(work: Path) -> None:
    """The same file gives the same routes and rules as with keepalived, and nothing is left when either stops."""
    with Pair(work, BATON, KEEPALIVED) as pair:
        shown: dict[str, list[str]] = {}
        for router in (pair.first, pair.second):
            before = _shown(router.node)
            router.configure(_FAST.but(body=_ROUTES))
            router.start()
            router.await_master(12)
            time.sleep(0.3)
            shown[router.agent.name] = _fresh(_shown(router.node), before)
            router.signal(signal.SIGTERM)
            _await_shown(router, before, 5, f"{router.agent.name} to remove everything")
            router.process.wait(5)  # type: ignore[union-attr]
        ours, theirs = shown["baton"], shown["keepalived"]
        missing = [line for line in theirs if line not in ours]
        excess = [line for line in ours if line not in theirs]
        assert not missing and not excess, f"keepalived only: {missing}; baton only: {excess}"
        count = _expected_count(_ROUTES)
        assert len(ours) >= count, f"{count} lines give {len(ours)}: {ours}"


def test_routes_through_a_life(work: Path) -> None:
    """Routes and rules are put back, survive a router's death and a reload, and leave with the master's role."""
    with Pair(work) as pair:
        instance = _FAST.but(body=_ROUTES)
        before = _shown(pair.first.node)
        pair.first.configure(instance)
        pair.first.start()
        pair.first.await_master(12)
        wait_for(lambda: len(_shown(pair.first.node)) > len(before) + 20, 2, "routes and rules of the master")
        complete = _shown(pair.first.node)
        node = pair.first.node
        # Removed by others.
        node.run(["ip", "route", "del", "10.1.0.0/16"])
        node.run(["ip", "rule", "del", "preference", "301"])
        node.run(["ip", "-6", "route", "del", "2001:db8:1::/48"])
        _await_shown(pair.first, complete, 2, "what was removed to be back")
        assert pair.first.holds(), "mastership stays"
        # With the address go the routes that are sent from it, and the kernel tells nobody.
        node.run(["ip", "addr", "del", f"{VIRTUAL_ADDRESS}/16", "dev", "eth0"])
        _await_shown(pair.first, complete, 2, "the routes of the address to be back")
        # no_track.
        node.run(["ip", "route", "del", "10.11.0.0/16"])
        settle(0.3)
        assert not any("10.11.0.0/16" in line for line in _shown(node)), "no_track leaves what is removed"
        node.run(["ip", "route", "add", "10.11.0.0/16", "dev", "eth0", "proto", "bird", "scope", "global"])
        # A router that dies.
        moment = time.monotonic()
        os.kill(BATON.router(node), signal.SIGKILL)
        settle(0.5)
        _await_shown(pair.first, complete, 2, "the routes after the router's death")
        assert 0 not in [a.priority for a in pair.capture.advertisements(since=moment)], "nothing moves"
        # A reload changes the difference only: what stays is not even touched.
        monitor = node.start(["ip", "monitor", "route", "rule"], log="monitor")
        time.sleep(0.2)
        changed = _ROUTES.replace("10.5.0.0/16 metric 9", "10.55.0.0/16 metric 9").replace("preference 305",
                                                                                          "preference 307")
        pair.first.configure(_FAST.but(body=changed))
        pair.first.reload()
        wait_for(lambda: any("10.55.0.0/16" in line for line in _shown(node)), 3, "the new route")
        time.sleep(0.3)
        monitor.kill()
        told = [line for line in monitor.log_text().splitlines() if "10." in line]
        assert len(told) == 4, f"two removed, two added, told of {told}"
        # A better node takes over: everything goes.
        pair.second.configure(instance.but(priority=250))
        pair.second.start()
        pair.second.await_master(12)
        _await_shown(pair.first, before, 3, "the old master to have no routes")
        wait_for(lambda: len(_shown(pair.second.node)) == len(complete), 3, "the new master to have them")
        # All three processes die at once, and another agent finds what they left.
        _crash(pair.second.node)
        pair.first.await_master(5)
        pair.second.configure(instance.but(priority=50))
        pair.second.start()
        _await_shown(pair.second, before, 12, "leftovers to be removed by a backup")


def test_static_items(work: Path) -> None:
    """Static routes and rules are there before and after mastership, put back, adopted after a crash, removed in the end;
    an instance that tracks one that cannot be there is in fault."""
    statics = "\n".join([
        "static_routes {",
        f"    10.21.0.0/16 via {HOST} dev eth0",
        "    10.22.0.0/16 dev eth1 track_group G",
        "}",
        "static_rules {",
        "    from 10.23.0.0/16 table 100 preference 400",
        "}",
        "track_group G {",
        "    group {",
        "        VI_1",
        "    }",
        "}",
        "",
    ])
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["ip", "link", "add", "eth1", "type", "veth", "peer", "name", "far1"])
        node.run(["ip", "link", "set", "eth1", "up"])
        node.run(["ip", "link", "set", "far1", "up"])
        wait_for(lambda: "LOWER_UP" in node.run(["ip", "link", "show", "eth1"]).stdout, 2, "eth1 to run")
        time.sleep(1)
        before = _shown(node)
        pair.first.configure(_FAST, head=statics)
        pair.first.start()
        wait_for(lambda: len(_fresh(_shown(node), before)) == 3, 5, "three static items")
        complete = _shown(node)
        pair.first.await_master(12)
        node.run(["ip", "route", "del", "10.21.0.0/16"])
        node.run(["ip", "rule", "del", "preference", "400"])
        _await_shown(pair.first, complete, 2, "what was removed to be back")
        # The kernel takes the route of a link that goes down, and tells nobody.
        node.run(["ip", "link", "set", "eth1", "down"])
        pair.first.await_backup(2)
        node.run(["ip", "link", "set", "eth1", "up"])
        pair.first.await_master(5)
        _await_shown(pair.first, complete, 2, "the static route of the link")
        _crash(node)
        time.sleep(0.3)
        assert _shown(node) == complete, "a crash leaves them"
        pair.first.start()
        pair.first.await_master(12)
        assert _shown(node) == complete, "and they are adopted"
        pair.first.signal(signal.SIGTERM)
        _await_shown(pair.first, before, 5, "static items to be removed at the stop")


def test_interface_made_anew(work: Path) -> None:
    """With dynamic_interfaces an instance waits for its interface, and finds it again when it is deleted and made anew;
    twenty quick changes of the link end as what the link is."""
    head = "global_defs {\n    dynamic_interfaces\n}\n"
    body = "virtual_routes {\n    10.31.0.0/16 dev eth1\n}"
    text = (head + _FAST.but(body=body).text()).replace("interface eth0", "interface eth1").replace("dev eth0", "dev eth1")
    with Pair(work, BATON, None) as pair:
        node = pair.first.node

        def make() -> None:
            node.run(["ip", "link", "add", "eth1", "type", "veth", "peer", "name", "far1"])
            node.run(["ip", "link", "set", "far1", "up"])
            node.run(["ip", "addr", "add", "172.21.0.1/16", "dev", "eth1"])
            node.run(["ip", "link", "set", "eth1", "up"])

        def is_master() -> bool:
            return VIRTUAL_ADDRESS in node.run(["ip", "addr", "show", "dev", "eth1"], check=False).stdout \
                and "10.31.0.0/16" in node.run(["ip", "route"]).stdout

        pair.first.write(text)
        pair.first.start()
        wait_for(lambda: bool(node.pids_named("batond")), 5, "batond")
        settle(1)
        make()
        wait_for(is_master, 5, "the instance to find its interface")
        node.run(["ip", "link", "del", "eth1"])
        settle(0.5)
        make()
        wait_for(is_master, 5, "the instance to find the new interface")
        for _ in range(20):
            node.run(["ip", "link", "set", "eth1", "down"])
            node.run(["ip", "link", "set", "eth1", "up"])
        wait_for(is_master, 5, "the instance to be master after the storm")
        router = BATON.router(node)
        settle(0.5)
        assert is_master() and BATON.router(node) == router, "and it stays so"


def test_network_namespace(work: Path) -> None:
    """net_namespace: the addresses are set in it, checks run in it, and a reload that would change it is refused."""
    head = "\n".join([
        "net_namespace blue",
        "vrrp_script chk {",
        '    script "/usr/sbin/ip link show dev eth7"',
        "    interval 1",
        "}",
        "",
    ])
    text = (head + _FAST.but(body="track_script {\n    chk\n}").text()).replace("eth0", "eth7")
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["ip", "netns", "add", "blue"])
        node.run(["ip", "link", "add", "eth7", "netns", "blue", "type", "veth", "peer", "name", "far7"])
        node.run(["ip", "link", "set", "far7", "up"])
        for words in (["addr", "add", "172.22.0.1/16", "dev", "eth7"], ["link", "set", "eth7", "up"]):
            node.run(["ip", "-n", "blue", *words])
        pair.first.write(text)
        process = pair.first.start()
        wait_for(lambda: VIRTUAL_ADDRESS in node.run(["ip", "-n", "blue", "addr"]).stdout, 12, "the address in blue")
        assert VIRTUAL_ADDRESS not in node.run(["ip", "addr"]).stdout, "and not outside"
        pair.first.write(text.replace("net_namespace blue", ""))
        pair.first.reload()
        wait_for(lambda: "net_namespace cannot change on reload" in process.log_text(), 5, "the refusal")
        assert VIRTUAL_ADDRESS in node.run(["ip", "-n", "blue", "addr"]).stdout, "and it runs on"
        pair.first.signal(signal.SIGTERM)
        wait_for(lambda: VIRTUAL_ADDRESS not in node.run(["ip", "-n", "blue", "addr"]).stdout, 5, "the address to go")
