"""How the agent's processes run: names, priorities, pid files, scripts around them, and what the command line says."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from lab.agents import BATON, CONFIGURATION
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair

PARALLEL = True

_FAST = Instance(200, version=3, interval="0.1")


def _globals(*lines: str) -> str:
    return "global_defs {\n" + "".join(f"    {line}\n" for line in lines) + "}\n"


def _start(pair: Pair, *options: str, head: str = "", instance: Instance = _FAST) -> None:
    pair.first.configure(instance, head=head)
    pair.first.process = BATON.start(pair.first.node, extra=options)
    pair.first.await_master(10)


def _read(pair: Pair, path: str) -> str:
    return pair.first.node.run(["cat", path], check=False).stdout.strip()


def _write(pair: Pair, path: str, text: str, mode: str = "755") -> None:
    pair.first.node.run(["sh", "-ec", f"mkdir -p $(dirname {path}); cat > {path}; chmod {mode} {path}"], text=text)


def _exists(pair: Pair, path: str) -> bool:
    return pair.first.node.run(["test", "-e", path], check=False).returncode == 0


def _log(pair: Pair) -> str:
    assert pair.first.process is not None
    return pair.first.process.log_text()


def _inside(pid: int) -> str:
    """The number a process has in its own node."""
    status = Path(f"/proc/{pid}/status").read_text()
    return re.search(r"^NSpid:.*\s(\d+)$", status, re.MULTILINE).group(1)  # type: ignore[union-attr]


def _comm(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def test_scripts_at_start_and_end(work: Path) -> None:
    """startup_script runs before interfaces are looked for, shutdown_script when the address is gone, both with the umask."""
    with Pair(work, BATON, None) as pair:
        _write(pair, "/run/scripts/begin", "#!/bin/sh\nip link add made type veth peer name other\n"
                                           "ip link set made up\nip link set other up\n"
                                           "echo hello > /run/begun\necho it said so\n")
        _write(pair, "/run/scripts/end", "#!/bin/sh\nip -4 -o address show dev made > /run/ended\n")
        head = _globals("startup_script /run/scripts/begin", "shutdown_script /run/scripts/end", "umask IXUSR|IRWXG|IWOTH|IXOTH")
        instance = _FAST.but(device="made")
        pair.first.configure(instance, head=head)
        process = pair.first.start()
        node = pair.first.node
        wait_for(lambda: "→ master" in process.log_text(), 10, "the master")
        wait_for(lambda: any(a.startswith("172.20.129.1/") for a in node.addresses("made")), 10, "the address on the interface of the script")
        assert "startup_script succeeded" in _log(pair) and "it said so" in _log(pair), _log(pair)
        assert pair.first.node.run(["stat", "-c", "%a", "/run/begun"]).stdout.strip() == "604", "the umask is theirs"
        assert not _exists(pair, "/run/ended")
        process.stop(10)
        assert _exists(pair, "/run/ended") and "172.20.129.1" not in _read(pair, "/run/ended"), "after the address has gone"


def test_start_script_that_hangs_or_fails(work: Path) -> None:
    """A startup_script that takes too long is killed with all it started; one that fails is told of; the agent starts."""
    with Pair(work, BATON, None) as pair:
        _write(pair, "/run/scripts/hang", "#!/bin/sh\ntrap '' TERM\nsleep 1000 &\nsleep 1000\n")
        _write(pair, "/run/scripts/fail", "#!/bin/sh\nexit 7\n")
        began = time.monotonic()
        _start(pair, head=_globals("startup_script /run/scripts/hang", "startup_script_timeout 1",
                                   "shutdown_script /run/scripts/fail"))
        took = time.monotonic() - began
        assert 2.9 < took < 8, f"a second, and two from TERM to KILL: {took:.1f} s"
        assert "startup_script was killed: it took longer than 1 s" in _log(pair), _log(pair)
        assert not pair.first.node.pids_named("sleep"), "nothing of it is left"
        pair.first.process.stop(10)  # type: ignore[union-attr]
        assert "shutdown_script ended with exit code 7" in _log(pair), _log(pair)


def test_names_of_processes(work: Path) -> None:
    """process_name, vrrp_process_name and process_names name the processes; a reload renames them, and takes names away."""
    with Pair(work, BATON, None) as pair:
        _start(pair, head=_globals("process_name lab-parent", "vrrp_process_name lab-router"))
        node = pair.first.node
        wait_for(lambda: bool(node.pids_named("lab-parent")) and bool(node.pids_named("lab-router")), 5, "both names")
        os.kill(node.pids_named("lab-router")[0], signal.SIGKILL)
        wait_for(lambda: len(node.pids_named("lab-router")) == 1, 5, "the name of its successor")
        pair.first.configure(_FAST, head=_globals("process_names"))
        pair.first.reload()
        wait_for(lambda: len(node.pids_named("batond_vrrp")) == 1 and len(node.pids_named("batond")) == 1, 5, "new names")
        pair.first.configure(_FAST)
        pair.first.reload()
        wait_for(lambda: len(node.pids_named("batond")) == 2, 5, "the program's name for both")


def test_treatment_of_the_router(work: Path) -> None:
    """Niceness, processors, real-time priority and locked memory of the router are as configured, also after a reload."""
    with Pair(work, BATON, None) as pair:
        _start(pair, head=_globals("vrrp_priority -7", "vrrp_cpu_affinity 0", "vrrp_rt_priority 5", "vrrp_no_swap",
                                   "vrrp_rlimit_rttime 2000000"))
        router = BATON.router(pair.first.node)

        def fields() -> list[str]:
            return Path(f"/proc/{router}/stat").read_text().rpartition(") ")[2].split()

        def status(key: str) -> str:
            return re.search(rf"^{key}:\s*(.*)$", Path(f"/proc/{router}/status").read_text(), re.MULTILINE).group(1)  # type: ignore[union-attr]

        def limit() -> str:
            line = next(line for line in Path(f"/proc/{router}/limits").read_text().splitlines() if "realtime timeout" in line)
            return line.split()[3]

        wait_for(lambda: fields()[16] == "-7", 3, "the niceness")
        assert status("Cpus_allowed_list") == "0", status("Cpus_allowed_list")
        assert fields()[37] == "5", f"the real-time priority: {fields()[37]}"
        assert limit() == "2000000", limit()
        wait_for(lambda: not status("VmLck").startswith("0 "), 3, "locked memory")
        pair.first.configure(_FAST, head=_globals("vrrp_rt_priority 0", "vrrp_no_swap off"))
        pair.first.reload()
        wait_for(lambda: fields()[16] == "0" and fields()[37] == "0", 3, "ordinary treatment")
        assert status("VmLck").startswith("0 ") and limit() == "unlimited"
        if (os.cpu_count() or 1) > 1:
            assert status("Cpus_allowed_list") != "0", "all processors again"


def test_default_user_of_scripts(work: Path) -> None:
    """Scripts run as keepalived_script where there is such a user, unless they name another; with its groups if wanted."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        node.run(["sh", "-ec", "cp /etc/passwd /tmp/p; cp /etc/group /tmp/g; "
                  "echo keepalived_script:x:4711:4711::/:/bin/false >> /tmp/p; mount --bind /tmp/p /etc/passwd; "
                  "printf 'keepalived_script:x:4711:\\nextra:x:4712:keepalived_script\\n' >> /tmp/g; "
                  "mount --bind /tmp/g /etc/group; mkdir -m 777 /run/out"])
        script = "#!/bin/sh\n(id -u; id -G; umask) > /run/out/$1.new && mv /run/out/$1.new /run/out/$1\n"
        _write(pair, "/run/scripts/who", script)
        checks = ('vrrp_script plain {\n    script "/run/scripts/who plain"\n    interval 1\n    weight 1\n}\n'
                  'vrrp_script named {\n    script "/run/scripts/who named"\n    interval 1\n    weight 1\n    user root\n}\n')
        instance = _FAST.but(body='track_script {\n    plain\n    named\n}\nnotify_master "/run/scripts/who notified"')
        pair.first.configure(instance, head=checks)
        pair.first.start()
        pair.first.await_master(10)
        for name in ("plain", "named", "notified"):
            wait_for(lambda: _exists(pair, f"/run/out/{name}"), 5, f"the script {name}")
        assert _read(pair, "/run/out/plain").split() == ["4711", "4711", "0177"], _read(pair, "/run/out/plain")
        assert _read(pair, "/run/out/notified").split()[0] == "4711"
        assert _read(pair, "/run/out/named").split()[0] == "0"
        shown = node.run(["baton", "config", "show", "/etc/keepalived/keepalived.conf"]).stdout
        assert "keepalived_script" in shown, shown
        pair.first.configure(instance, head=_globals("set_supplementary_groups", "umask 027") + checks)
        pair.first.reload()
        wait_for(lambda: _read(pair, "/run/out/plain").split() == ["4711", "4711", "4712", "0027"], 5, "its groups and the umask")


def test_pid_files(work: Path) -> None:
    """instance and use_pid_dir, -p, -r and -c make pid files; a living agent is refused, a dead one's file is taken over."""
    folder = "/run/keepalived"
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        _write(pair, f"{folder}/keepalived_blue.pid", "999999\n", "644")
        _start(pair, "-c", "/run/checker.pid", head="instance blue\n")
        processes = BATON.processes(node)
        assert _read(pair, f"{folder}/keepalived_blue.pid") == _inside(processes["supervisor"]), "a dead one's is taken over"
        assert _read(pair, f"{folder}/vrrp_blue.pid") == _inside(processes["router"])
        assert _read(pair, "/run/checker.pid") == _inside(processes["checker"]), "the command line goes first"
        assert not _exists(pair, f"{folder}/checkers_blue.pid")
        assert node.run(["stat", "-c", "%a", f"{folder}/keepalived_blue.pid"]).stdout.strip() == "644"
        os.kill(processes["router"], signal.SIGKILL)
        wait_for(lambda: _read(pair, f"{folder}/vrrp_blue.pid") not in ("", _inside_or(processes["router"])), 5, "its successor's")

        other = "/etc/keepalived/other.conf"
        _write(pair, other, "instance blue\nglobal_defs {\n    control_socket /run/other.sock\n}\n", "644")
        refused = node.run(["batond", "-n", "-f", other], check=False)
        assert refused.returncode == 1 and "keepalived_blue.pid" in refused.stderr, refused
        assert _read(pair, f"{folder}/keepalived_blue.pid") == _inside(processes["supervisor"]), "and leaves the file alone"
        pair.first.process.stop(10)  # type: ignore[union-attr]
        for path in (f"{folder}/keepalived_blue.pid", f"{folder}/vrrp_blue.pid", "/run/checker.pid"):
            assert not _exists(pair, path), f"{path} is removed at the end"


def _inside_or(pid: int) -> str:
    try:
        return _inside(pid)
    except OSError:
        return ""


def test_nothing_is_started_again(work: Path) -> None:
    """-R: when the router dies the address is given up and the agent ends with 1; when the checker does, it hands over."""
    with Pair(work) as pair:
        for victim in ("router", "checker"):
            _start(pair, "-R")
            pair.second.configure(_FAST.but(priority=100))
            pair.second.start()
            time.sleep(0.5)
            os.kill(BATON.processes(pair.first.node)[victim], signal.SIGKILL)
            assert pair.first.process.wait(10) == 1, f"{victim}: {_log(pair)}"  # type: ignore[union-attr]
            pair.second.await_master(3)
            assert not pair.first.holds(), "the address is gone"
            pair.second.process.stop(10)  # type: ignore[union-attr]


def test_command_line(work: Path) -> None:
    """-s runs in a namespace, -g logs to a file, -u is the umask whatever the file says, and SIGINT may be ignored."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        _write(pair, "/run/scripts/mask", "#!/bin/sh\numask > /run/mask.new && mv /run/mask.new /run/mask\n")
        checks = 'vrrp_script mask {\n    script "/run/scripts/mask"\n    interval 1\n    weight 1\n}\n'
        _start(pair, "-u", "0137", "-g/run/agent.log", "--ignore-sigint", "-m",
               head=_globals("umask 0022") + checks, instance=_FAST.but(body="track_script {\n    mask\n}"))
        wait_for(lambda: _read(pair, "/run/mask") == "0137", 5, "the umask of the command line")
        wait_for(lambda: "→ master" in _read(pair, "/run/agent.log"), 3, "the log in the file")
        assert "→ master" not in _log(pair)
        pair.first.signal(signal.SIGINT)
        time.sleep(0.5)
        assert pair.first.holds() and pair.first.process.running, "SIGINT is ignored"  # type: ignore[union-attr]
        pair.first.process.stop(10)  # type: ignore[union-attr]

        node.run(["sh", "-ec", "ip netns add blue && ip link add outside type veth peer name eth0 netns blue && "
                  "ip link set outside up && ip -n blue link set eth0 up "
                  "&& ip -n blue address add 172.20.128.9/16 dev eth0"])
        pair.first.configure(_FAST)
        process = BATON.start(node, extra=("-s", "blue"))
        wait_for(lambda: "172.20.129.1" in node.run(["ip", "-n", "blue", "-4", "address"]).stdout, 5, "the address in there")
        process.stop(10)


def test_every_configuration_is_kept(work: Path) -> None:
    """config_save_dir has the text of each configuration that came in force, for its owner alone; refused ones are not in it."""
    with Pair(work, BATON, None) as pair:
        node = pair.first.node
        head = _globals("config_save_dir /run/kept")
        _start(pair, head=head)
        pair.first.configure(_FAST.but(priority=150), head=head + "include /etc/keepalived/more.conf\n")
        _write(pair, "/etc/keepalived/more.conf", "# and more\n", "644")
        pair.first.reload()
        wait_for(lambda: len(node.run(["ls", "/run/kept"]).stdout.split()) == 2, 5, "the second one")
        pair.first.write("vrrp_instance {")
        pair.first.reload()
        wait_for(lambda: "reload refused" in _log(pair), 5, "the refusal")
        names = sorted(node.run(["ls", "/run/kept"]).stdout.split())
        supervisor = _inside(BATON.parent(node))
        assert names == [f"keepalived.{supervisor}.1.conf", f"keepalived.{supervisor}.2.conf"], names
        first, second = (_read(pair, f"/run/kept/{name}") for name in names)
        assert "priority 200" in first and "priority 150" in second and "# and more" in second, (first, second)
        assert node.run(["stat", "-c", "%a", f"/run/kept/{names[0]}"]).stdout.strip() == "600"


def test_children_that_do_not_end_in_time(work: Path) -> None:
    """child_wait_time: a router that does not answer is killed after it, and the address is given up in its place."""
    with Pair(work, BATON, None) as pair:
        _start(pair, head="child_wait_time 1\n", instance=_FAST.but(interval="1"))
        os.kill(BATON.router(pair.first.node), signal.SIGSTOP)
        began = time.monotonic()
        pair.first.signal(signal.SIGTERM)
        assert pair.first.process.wait(10) is not None  # type: ignore[union-attr]
        took = time.monotonic() - began
        assert 0.9 < took < 3, f"{took:.1f} s"
        assert not pair.first.holds(), "the last will was executed"
        assert pair.capture.advertisements(FIRST)[-1].priority == 0
        assert SECOND not in {a.source for a in pair.capture.advertisements()}


def test_in_the_background(work: Path) -> None:
    """Without -n the command returns when the agent runs, and signals reach the agent that has left its terminal."""
    with Pair(work, BATON, None) as pair:
        pair.first.configure(_FAST)
        node = pair.first.node
        node.run(["/usr/sbin/batond", "-f", CONFIGURATION, "-p", "/run/lab.pid", "-g/run/lab.log"])
        wait_for(lambda: "→ master" in _read(pair, "/run/lab.log"), 10, "the master in the log file")
        pid = _read(pair, "/run/lab.pid")
        pair.first.configure(_FAST.but(priority=150))
        node.run(["kill", "-HUP", pid])
        wait_for(lambda: "configuration 2 is in force" in _read(pair, "/run/lab.log"), 5, "the reload")
        node.run(["kill", "-TERM", pid])
        wait_for(lambda: not _exists(pair, "/run/lab.pid"), 10, "the end of the agent")
        # The pid file goes first.
        wait_for(lambda: not node.pids_named("batond"), 2, "nothing to be left running")
        assert not pair.first.holds(), "the address has gone with it"
