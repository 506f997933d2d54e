"""Files that signals ask for, beside those of Debian's keepalived, and the programs that read them."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

from lab.agents import BATON, KEEPALIVED, Agent
from lab.frames import Forgery
from lab.node import Node, wait_for
from lab.pair import FIRST, HOST, SECOND, Instance, Pair, Router

PARALLEL = True

STATE, STATISTICS, JSON, CLEAR = 10, 12, 36, 63
_FILES = {STATE: "/tmp/keepalived.data", STATISTICS: "/tmp/keepalived.stats", JSON: "/tmp/keepalived.json",
          CLEAR: "/tmp/keepalived.stats"}

_HEAD = """
global_defs {
    router_id node1
    enable_script_security
    script_user root
    vrrp_notify_fifo /run/transitions
}
track_file score {
    file /run/score
    weight 1
}
vrrp_script fine {
    script "/usr/bin/true a 'b c'"
    interval 1
    weight -30
}
vrrp_script long {
    script "/usr/bin/true"
    interval 3
    timeout 2
    rise 2
    fall 3
}
vrrp_sync_group BOTH {
    group {
        VI_1
        VI_2
    }
    notify_master "/usr/bin/true group"
}
"""
_FIRST = Instance(200, version=3, interval="0.1", name="VI_1", vrid=51, addresses=("172.20.129.1/16",), body="""
nopreempt
notify_master "/usr/bin/true m"
notify /usr/bin/true
virtual_ipaddress_excluded {
    172.20.129.9/16 dev eth0
}
virtual_routes {
    192.0.2.0/24 via 172.20.128.250 dev eth0
}
virtual_rules {
    from 172.20.129.1 table 100 preference 200
}
track_interface {
    lo
}
track_script {
    long
}
""")
_SECOND = Instance(255, state="MASTER", name="VI_2", vrid=52, password="secret", addresses=("172.20.129.2/16",))
_THIRD = Instance(50, name="VI_3", vrid=53, source=FIRST, peers=(SECOND,), addresses=("172.20.129.3/16",), body="""
preempt_delay 10
smtp_alert
garp_master_delay 2
track_script {
    fine
}
track_file {
    score weight 2
}
""")

#: keepalived's numbers and booleans that are not the same from run to run.
_MOVING = {"last_transition"}

#: Labels of keepalived 2.2.7 that baton's file does not have, and why.
_LEFT_OUT = [
    # Load balancing, BFD, SNMP and D-Bus are no part of baton.
    r"(Network namespace ipvs|Default smtp_alert_checker|Checkers? .*|LVS .*|lvs_.*|rs_init_notifies|no_checker_emails)",
    r"(BFD .*|SNMP .*|DBus .*|libnftnl version .*)",
    # What the configuration says once for all is shown where it counts, at each instance.
    r"(Default smtp_alert(_vrrp)?|VRRP notify priority changes|VRRP check unicast_src|VRRP skip check advert addresses)",
    r"(VRRP strict mode|Send advert after receive (lower|higher) priority advert|Gratuitous ARP for each secondary VMAC)",
    # Settings of processes and sockets.
    r"(No test config before reload|Max auto priority|Min auto priority delay|VRRP process priority|VRRP don't swap)",
    r"(VRRP realtime limit|(vrrp_netlink|process_monitor)_.*|rx_bufs_multiples|umask)",
    # As 2.4 calls it: the number of tracker faults.
    r"Number of interface and track script faults",
    # One socket of an interface is for the group and for all peers.
    r"Address",
    # keepalived's own bookkeeping of interfaces.
    r"(Seen up|Reset .* counter .*|Original .*)",
]


def _take(router: Router, signal: int, pid: int | None = None) -> str:
    """The file that a signal asks for, made anew."""
    file = _FILES[signal]
    router.node.run(["rm", "-f", file])
    router.node.run(["kill", f"-{signal}", str(_inside(router.node, pid))]) if pid else router.signal(signal)
    # keepalived writes in place: what ends with a line feed may still grow.
    wait_for(lambda: router.node.run(["test", "-s", file], check=False).returncode == 0, 5, file)
    time.sleep(0 if router.agent is BATON else 0.3)
    return router.node.run(["cat", file]).stdout


def _inside(node: Node, pid: int) -> int:
    """A process's number as the node sees it."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^NSpid:.*\s(\d+)$", status, re.MULTILINE)
    assert found, status
    return int(found[1])


def _labels(text: str) -> set[str]:
    """What the lines of a file are called, each with how deep it stands; names, numbers and states taken out."""
    found = set()
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if indent == 5:
            continue
        label = re.split(r" = | =$|: |:$", line.strip(), maxsplit=1)[0]
        label = re.sub(r"Script uid:gid.*", "Script uid:gid", label)
        label = re.sub(r"(Default script uid:gid|fd_in) .*", r"\1", label)
        label = re.sub(r"\b\d+(\.\d+)*\b", "N", label)
        found.add(f"{indent} {label}")
    return found


def both(work: Path, rival: Agent) -> dict[str, dict[int, str]]:
    """The three files of each agent, on one configuration, as master of everything."""
    files: dict[str, dict[int, str]] = {}
    for agent in (rival, BATON):
        (work / agent.name).mkdir()
        with Pair(work / agent.name, agent, None) as pair:
            router = pair.first
            router.node.run(["sh", "-c", "echo 3 > /run/score"])
            router.configure(_FIRST, _SECOND, _THIRD, head=_HEAD)
            router.start()
            for address in ("172.20.129.1", "172.20.129.2", "172.20.129.3"):
                wait_for(lambda: router.holds(address), 15, f"{agent.name} to take {address}")
            # The first results of the scripts count.
            time.sleep(1.5)
            files[agent.name] = {signal: _take(router, signal) for signal in (STATE, STATISTICS, JSON)}
            parent = router.node.run(["cat", "/tmp/keepalived_parent.data"]).stdout
            assert parent.startswith("------< Global definitions >------\n"), parent
    return files


def test_files_are_those_of_keepalived(work: Path) -> None:
    """Every key of keepalived's JSON is in baton's with the same value; every label of the other files is there too."""
    wrong = compared(both(work, KEEPALIVED), _LEFT_OUT)
    assert not wrong, "\n".join(wrong)


def compared(files: dict[str, dict[int, str]], left_out: list[str]) -> list[str]:
    """What is otherwise in baton's files than in keepalived's, beside labels that are left out."""
    theirs, ours = (json.loads(files[name][JSON]) for name in ("keepalived", "baton"))
    assert [entry["data"]["iname"] for entry in ours] == [entry["data"]["iname"] for entry in theirs]
    wrong = []
    for their, our in zip(theirs, ours):
        name = their["data"]["iname"]
        for part in ("data", "stats"):
            wrong += [f"{name}: {part}.{key} is missing" for key in their[part].keys() - our[part].keys()]
        # A password is shown by 2.2.7, and masked since.
        their["data"]["auth_data"] = "********" if "auth_data" in their["data"] else None
        for key, value in their["data"].items():
            if key not in _MOVING and our["data"].get(key) != value:
                wrong.append(f"{name}: {key} is {our['data'].get(key)!r}, not {value!r}")
            if type(our["data"].get(key)) not in (type(value), int, float):
                wrong.append(f"{name}: {key} is of another kind: {our['data'].get(key)!r}")
        for key in ("become_master", "release_master", "pri_zero_sent", "addr_list_err", "ip_ttl_err"):
            if our["stats"][key] != their["stats"][key]:
                wrong.append(f"{name}: {key} is {our['stats'][key]}, not {their['stats'][key]}")
    for signal in (STATE, STATISTICS):
        excused = re.compile("^\\d+ (" + "|".join(left_out) + ")$")
        missing = _labels(files["keepalived"][signal]) - _labels(files["baton"][signal])
        wrong += [f"{_FILES[signal]}: {label!r} is missing" for label in sorted(missing) if not excused.match(label)]
        stale = [pattern for pattern in left_out if signal == STATE
                 and not any(re.match(f"^\\d+ ({pattern})$", label) for label in missing)]
        wrong += [f"nothing is excused by {pattern}" for pattern in stale]
    return wrong


def _text_exporter(state: str, statistics: str) -> dict[str, Any]:
    """What exporters for Prometheus that read the text files find; indentation is what they go by."""
    instances: dict[str, dict[str, Any]] = {}
    scripts: dict[str, dict[str, str]] = {}
    instance = script = key = ""
    for line in state.splitlines():
        if line.startswith((" VRRP Instance =", " VRRP Script =")):
            name = line.split("=", 1)[1].strip()
            instance, script = (name, "") if "Instance" in line else ("", name)
            (instances if instance else scripts)[name] = {}
        elif line.startswith("     "):
            if instance and key.startswith("Virtual IP ("):
                instances[instance].setdefault("vips", []).append(line.strip())
        elif line.startswith("   ") and (instance or script):
            parts = line.strip().split("=" if "=" in line else ":")
            if len(parts) < 2:
                continue
            key, value = parts[0].strip(), parts[1].strip()
            if instance and key in ("State", "Wantstate", "Interface"):
                instances[instance][key] = value
            elif instance and key in ("Gratuitous ARP delay", "Virtual Router ID"):
                instances[instance][key] = int(value)
            elif script and key in ("Status", "State"):
                scripts[script][key] = value
        else:
            instance = script = ""
    counters: dict[str, dict[str, int]] = {}
    section = name = ""
    for line in statistics.splitlines():
        if line.startswith("VRRP Instance:"):
            name = line.split(":")[1].strip()
            counters[name] = {}
        elif line.endswith(":"):
            section = line.strip(" :")
        else:
            label, value = line.strip().split(":")
            counters[name][f"{section} {label}" if line.startswith("    ") else label] = int(value)
    return {"instances": instances, "scripts": scripts, "counters": counters}


def test_exporters_find_the_same_in_both(work: Path) -> None:
    """What exporters take from the files is the same of a keepalived and of a baton that play the same part."""
    found = {}
    for agent in (KEEPALIVED, BATON):
        (work / agent.name).mkdir()
        with Pair(work / agent.name, agent, KEEPALIVED) as pair:
            head = 'vrrp_script fine {\n script "/usr/bin/true"\n interval 1\n}\n' \
                   "global_defs {\n enable_script_security\n script_user root\n}\n"
            track = "track_script {\n    fine\n}"
            pair.first.configure(Instance(100, name="VI_1", body=track),
                                 Instance(200, name="VI_2", vrid=52, addresses=("172.20.129.2/16",), body=track), head=head)
            pair.second.configure(Instance(150, name="VI_1"),
                                  Instance(150, name="VI_2", vrid=52, addresses=("172.20.129.2/16",)))
            pair.second.start()
            pair.first.start()
            wait_for(lambda: pair.second.holds() and pair.first.holds("172.20.129.2"), 15, "the parts to be given")
            time.sleep(1.5)
            taken = _text_exporter(_take(pair.first, STATE), _take(pair.first, STATISTICS))
            typed = json.loads(_take(pair.first, JSON))
            for entry in typed:
                # Exporters decode into integers and texts, and fail where anything else comes.
                for key in ("state", "wantstate", "vrid", "garp_delay"):
                    assert type(entry["data"][key]) is int, (key, entry["data"][key])
                assert isinstance(entry["data"]["last_transition"], float)
                for vip in entry["data"]["vips"]:
                    assert len(vip.split(" ")) >= 3 and vip.split(" ")[2] == "eth0", vip
                assert all(type(value) is int for value in entry["stats"].values())
            taken["json"] = [(e["data"]["iname"], e["data"]["state"], e["data"]["ifp_ifname"], e["data"]["vips"])
                             for e in typed]
            counters = taken.pop("counters")
            assert counters["VI_1"]["Advertisements Received"] > 0 and counters["VI_1"]["Advertisements Sent"] == 0
            assert counters["VI_2"]["Advertisements Sent"] > 0 and counters["VI_2"]["Became master"] == 1
            found[agent.name] = taken
    assert found["baton"] == found["keepalived"], found
    assert found["baton"]["instances"]["VI_1"]["State"] == "BACKUP"
    assert found["baton"]["instances"]["VI_2"]["vips"] == ["172.20.129.2/16 dev eth0 scope global set"]
    assert found["baton"]["scripts"] == {"fine": {"Status": "GOOD", "State": "idle"}}


def test_each_process_takes_the_signals(work: Path) -> None:
    """The first process and the one that speaks VRRP both write what is asked for; STATS_CLEAR begins to count anew."""
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(Instance(200, version=3, interval="0.1"), head="global_defs {\n json_version 2\n}\n")
        router.start()
        router.await_master(10)
        for pid in (BATON.parent(router.node), BATON.router(router.node)):
            assert " VRRP Instance = VI_1\n" in _take(router, STATE, pid)
            assert _take(router, STATISTICS, pid).startswith("VRRP Instance: VI_1\n")
            assert json.loads(_take(router, JSON, pid))["vrrp"][0]["data"]["state"] == 2
        sent = lambda text: int(re.findall(r"Sent: (\d+)", text)[0])  # noqa: E731
        time.sleep(1)
        before = sent(_take(router, CLEAR, BATON.parent(router.node)))
        after = sent(_take(router, STATISTICS))
        assert before > 10 > after, (before, after)
        for name, number in (("STOP", 15), ("RELOAD", 1), ("DATA", 10), ("STATS", 12), ("STATS_CLEAR", 63), ("JSON", 36)):
            assert router.node.run(["batond", f"--signum={name}"]).stdout == f"{number}\n"
            assert router.node.run(["keepalived", f"--signum={name}"]).stdout == f"{number}\n"
        ours, theirs = (router.node.run([name, "--signum=KILL"], check=False) for name in ("batond", "keepalived"))
        assert ours.returncode == theirs.returncode == 1
        assert theirs.stderr.strip() in ours.stderr and "STATS_CLEAR" in ours.stderr, ours.stderr
        assert "--enable-json" in router.node.run(["sh", "-c", "batond --version 2>&1"]).stdout


def test_status_and_file_agree(work: Path) -> None:
    """`baton status --json` and the file tell the same of state, priority, counters and checks."""
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(Instance(200, body="track_script {\n    no\n}"),
                         head='vrrp_script no {\n script "/bin/false"\n interval 1\n weight -20\n}\n')
        router.start()
        router.await_master(10)
        entry = json.loads(_take(router, JSON))[0]
        status = json.loads(router.node.run(["baton", "status", "--json"], check=False).stdout)
        instance, check = status["instances"][0], status["checks"][0]
        assert entry["data"]["effective_priority"] == instance["priority"]["effective"] == 180
        assert entry["baton"]["state"] == instance["state"] == "master"
        assert 0 <= instance["counters"]["advertisements_sent"] - entry["stats"]["advert_sent"] <= 3
        told = entry["baton"]["checks"][0]
        for key in ("name", "health", "status", "reason", "summary", "weight"):
            assert told[key] == check[key], (key, told, check)


def test_what_is_planted_is_not_followed(work: Path) -> None:
    """A link, a pipe or a file of somebody else where a file is to be: replaced, and what it led to is as it was."""
    with Pair(work, BATON, None) as pair:
        router = pair.first
        router.configure(Instance(200))
        router.start()
        router.await_master(10)
        shell = lambda text: router.node.run(["sh", "-c", text]).stdout  # noqa: E731
        shell("echo mine > /root/victim; ln -s /root/victim /tmp/keepalived.json; mkfifo -m 666 /tmp/keepalived.stats;"
              "echo theirs > /tmp/keepalived.data; chown 65534 /tmp/keepalived.data; chmod 666 /tmp/keepalived.data;"
              "ln -s /root/victim /tmp/keepalived_parent.data")
        for signal in (STATE, STATISTICS, JSON):
            router.signal(signal)
        for name in ("data", "stats", "json"):
            wait_for(lambda: shell(f"stat -c '%F %a %u' /tmp/keepalived.{name}") == "regular file 600 0\n", 5, name)
        wait_for(lambda: shell("stat -c '%F %a %u' /tmp/keepalived_parent.data") == "regular file 600 0\n", 5, "parent")
        assert shell("cat /root/victim") == "mine\n"
        assert "VRRP Instance" in shell("cat /tmp/keepalived.data")
        assert len(json.loads(shell("cat /tmp/keepalived.json"))) == 1
        assert shell("ls -A /tmp | grep keepalived").split() == [
            "keepalived.data", "keepalived.json", "keepalived.stats", "keepalived_parent.data"]


def test_bad_places_cost_a_line_of_the_log(work: Path) -> None:
    """No folder, no permission, no room: said with the fix, the old file stays, and the next reload finds a good place."""
    head = "global_defs {{\n json_dump_file {}\n}}\n"
    instance = Instance(200, version=3, interval="0.05")
    with Pair(work, BATON, None) as pair:
        router = pair.first
        shell = lambda text: router.node.run(["sh", "-c", text]).stdout  # noqa: E731
        shell("mkdir /run/full /run/sealed; mount -t tmpfs -o size=8k none /run/full; echo old > /run/full/keepalived.json;"
              "dd if=/dev/zero of=/run/full/more bs=1k count=8 2>/dev/null || true; mount -t tmpfs -o ro none /run/sealed;"
              "echo > /run/file")
        router.configure(instance, head=head.format("/run/none/"))
        process = router.start()
        router.await_master(10)
        moment = time.monotonic()
        for turn, (place, words) in enumerate((("/run/none/", "make the folder"), ("/run/file/x.json", "make the folder"),
                             ("/run/sealed/", "may be written"), ("/run/full/", "make room")), 1):
            router.configure(instance, head=head.format(place))
            router.reload()
            wait_for(lambda: process.log_text().count("reloading:") == turn, 5, "the reload")
            router.signal(JSON)
            wait_for(lambda: any(f"{place.rstrip('/')}" in line and "is not written" in line and words in line
                                 for line in process.log_text().splitlines()), 5, f"a line about {place}")
        assert shell("cat /run/full/keepalived.json; ls -A /run/full") == "old\nkeepalived.json\nmore\n"
        router.configure(instance, head=head.format("/run/good.txt"))
        router.reload()
        wait_for(lambda: process.log_text().count("reloading:") == 5, 5, "the reload")
        router.signal(JSON)
        wait_for(lambda: router.node.run(["test", "-s", "/run/good.txt"], check=False).returncode == 0, 5, "the file")
        heard = [a.time for a in pair.capture.advertisements(FIRST, since=moment)]
        assert max(b - a for a, b in zip(heard, heard[1:])) < 0.15, "an advertisement was late"


def test_files_disturb_no_advertisement(work: Path) -> None:
    """A hundred signals a second, with a hundred instances: nobody else takes over, and no advertisement is left out."""
    others = [Instance(100 + index % 100, name=f"O_{index}", vrid=100 + index, addresses=(f"172.20.130.{index}/16",))
              for index in range(1, 100)]
    with Pair(work, BATON, KEEPALIVED) as pair:
        pair.first.configure(Instance(200, version=3, interval="0.05"), *others)
        pair.second.configure(Instance(100, version=3, interval="0.05"))
        pair.first.start()
        pair.first.await_master(15)
        pair.second.start()
        time.sleep(1)
        moment = time.monotonic()
        for turn in range(300):
            pair.first.signal((STATE, STATISTICS, JSON)[turn % 3])
            time.sleep(0.01)
        heard = [a for a in pair.capture.advertisements(FIRST, since=moment) if a.vrid == 51]
        taken = [a for a in pair.capture.advertisements(SECOND, since=moment) if a.priority > 0]
        assert not taken, "the backup took over"
        gaps = [b.time - a.time for a, b in zip(heard, heard[1:])]
        assert max(gaps) < 0.15, f"the longest gap was {max(gaps) * 1000:.0f} ms"
        assert len(json.loads(_take(pair.first, JSON))) == 100
        # Whatever was asked for in between, each file is whole.
        assert _take(pair.first, STATISTICS).count("VRRP Instance: ") == 100


def test_what_was_discarded_is_counted_as_keepalived_does(work: Path) -> None:
    """A wrong password, a wrong TTL and a wrong type of authentication appear under keepalived's names in both agents."""
    found = {}
    for agent in (KEEPALIVED, BATON):
        (work / agent.name).mkdir()
        with Pair(work / agent.name, agent, None) as pair:
            pair.first.configure(Instance(200, password="right"))
            pair.first.start()
            pair.first.await_master(10)
            base = Forgery(source=HOST, vrid=51, priority=100, addresses=("172.20.129.1",), password=b"right")
            pair.inject(base.but(password=b"wrong"), base.but(ttl=64), base.but(authentication=0, password=b""))
            time.sleep(0.5)
            statistics = json.loads(_take(pair.first, JSON))[0]["stats"]
            found[agent.name] = {key: statistics[key] for key in ("auth_failure", "ip_ttl_err", "authtype_mismatch")}
    assert found["baton"] == found["keepalived"] == {"auth_failure": 1, "ip_ttl_err": 1, "authtype_mismatch": 1}, found
