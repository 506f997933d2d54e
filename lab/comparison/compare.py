"""One file, both accounts."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

from lab.agents import programs_directory
from lab.comparison.dump import Dump

#: Fields of an instance that have the same name and the same form in both; what baton has no word for is not there.
_SAME = (
    "ifp_ifname", "vrid", "version", "base_priority", "adver_int", "nopreempt", "preempt_delay", "dont_track_primary",
    "garp_delay", "garp_rep", "garp_refresh", "garp_refresh_rep", "garp_lower_prio_delay", "garp_lower_prio_rep",
    "lower_prio_no_advert", "higher_prio_send_advert", "skip_check_adv_addr", "accept", "promote_secondaries",
    "strict_mode", "vmac_ifname", "auth_type", "script_master", "script_backup", "script_fault", "script_stop", "script",
)

#: Routes that lead nowhere.
_SPECIAL_ROUTES = ("blackhole", "unreachable", "prohibit", "throw")

#: keepalived runs what a link leads to, under that name.
_TARGETS = {("pidof", "killall5"), ("nc", "nc.openbsd"), ("nc", "nc.traditional"), ("sh", "dash"), ("killall", "killall5")}


def show(file: Path, identity: str) -> tuple[dict[str, Any] | None, str]:
    """What baton says of the file, or why it refuses it: outside of any node, for it needs nothing a node has."""
    command = [str(programs_directory() / "baton"), "config", "show", "-i", identity, "--format", "json", str(file)]
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        return None, f"baton does not load {file.name}:\n{result.stderr.strip()}"
    return json.loads(result.stdout), ""


def differences(shown: dict[str, Any], dump: Dump) -> dict[str, list[str]]:
    """What differs, by field: a sentence each."""
    found: dict[str, list[str]] = {}

    def note(field: str, sentence: str) -> None:
        found.setdefault(field, []).append(sentence)

    ours = {instance["iname"]: instance for instance in shown["instances"]}
    if list(ours) != list(dump.instances):
        note("instances", f"baton has {list(ours)}, keepalived {list(dump.instances)}")
    for name in [name for name in dump.instances if name in ours]:
        _compare_instance(ours[name], dump.instances[name], note)
        _compare_tracking(ours[name], dump, note)
    _compare_scripts(shown, dump, note)
    _compare_groups(shown, dump, note)
    return found


def _compare_instance(ours: dict[str, Any], theirs: dict[str, Any], note: Any) -> None:
    name = ours["iname"]
    for field in _SAME:
        if field in ours and field in theirs and not _equal(field, ours[field], theirs[field]):
            note(field, f"{name}: {field}: baton {ours[field]!r}, keepalived {theirs[field]!r}")
        elif field.startswith("script") and (field in ours) != (field in theirs):
            note(field, f"{name}: {field}: baton {ours.get(field)!r}, keepalived {theirs.get(field)!r}")
    for field in ("vips", "evips", "vroutes", "vrules"):
        left = ours.get(field, [])
        right = [re.sub(r"( set| iptable_set| nftable_set)+$", "", entry) for entry in theirs.get(field, [])]
        if left != right and left == _without_repetitions(right):
            note("repeated address", f"{name}: {field}: keepalived keeps both lines of an address in {right}")
        elif left != right and left == [_as_newer(entry) for entry in right]:
            note("untracked route", f"{name}: {field}: keepalived 2.2 shows {right}")
        elif left != right:
            note(field, f"{name}: {field}: baton {left}, keepalived {right}")


def _as_newer(route: str) -> str:
    """How keepalived 2.4 shows a route of which 2.2 says that it cannot be tracked, and that it is added alone."""
    if " dev " in route or not route.endswith(" no_track"):
        return route
    words = route.removesuffix(" no_track").split()
    if words[0] == "add" and words[1] in _SPECIAL_ROUTES:
        words[0] = "prepend"
    return " ".join(words)


def _without_repetitions(entries: list[str]) -> list[str]:
    """The first line of each address and interface."""
    first: dict[tuple[str, str], str] = {}
    for entry in entries:
        words = entry.split()
        first.setdefault((words[0].split("/")[0], words[words.index("dev") + 1] if "dev" in words else ""), entry)
    return list(first.values())


def _equal(field: str, left: Any, right: Any) -> bool:
    if field.startswith("script"):
        return _same_command(left, right)
    return left == right


def _compare_tracking(ours: dict[str, Any], dump: Dump, note: Any) -> None:
    name = ours["iname"]
    theirs = dump.tracked.get(name, {})
    for kind, field in (("scripts", "track_script"), ("interfaces", "track_ifp"), ("files", "track_file"),
                        ("processes", "track_process")):
        if field not in ours:
            if theirs.get(kind):
                note(f"tracked {kind}", f"{name}: baton has no {field}, keepalived {theirs[kind]}")
            continue
        left = {entry: _weight(ours.get(f"{field}_weights", {}).get(entry)) for entry in ours[field]}
        right = theirs.get(kind, {})
        if kind == "interfaces" and ours["ifp_ifname"] in left and ours["ifp_ifname"] not in right:
            del left[ours["ifp_ifname"]]
            note("own interface", f"{name}: keepalived leaves out {ours['ifp_ifname']}")
        if left != right:
            note(f"tracked {kind}", f"{name}: {field}: baton {left}, keepalived {right}")
    if ours.get("unicast_peers", []) != dump.peers.get(name, []):
        note("unicast_peers", f"{name}: baton {ours.get('unicast_peers')}, keepalived {dump.peers.get(name, [])}")


def _weight(weight: dict[str, Any] | None) -> str:
    return "?" if weight is None else f"{weight['weight']}{' reverse' if weight['reverse'] else ''}"


def _compare_scripts(shown: dict[str, Any], dump: Dump, note: Any) -> None:
    ours = {script["name"]: script for script in shown["scripts"]}
    for name, theirs in dump.scripts.items():
        if name not in ours:
            note("scripts", f"{name} is not among {list(ours)}")
            continue
        script = ours[name]
        if not _same_command(script["command"], theirs["Command"]):
            note("command", f"{name}: baton {script['command']!r}, keepalived {theirs['Command']!r}")
        timeout = _seconds(theirs["Timeout"]) or _seconds(theirs["Interval"])
        weight = f"{script['weight']}{' reverse' if script['weight_reverse'] else ''}"
        for field, left, right in (
            ("interval", script["interval"], _seconds(theirs["Interval"])), ("timeout", script["timeout"], timeout),
            ("weight", weight, theirs["Weight"]), ("rise", str(script["rise"]), theirs["Rise"]),
            ("fall", str(script["fall"]), theirs["Fall"]),
        ):
            if left != right:
                note(field, f"{name}: {field}: baton {left}, keepalived {right}")


def _compare_groups(shown: dict[str, Any], dump: Dump, note: Any) -> None:
    ours = {group["name"]: group["group"] for group in shown.get("sync_groups", [])}
    if ours != dump.groups:
        note("groups", f"sync groups: baton {ours}, keepalived {dump.groups}")


def _seconds(text: str) -> float:
    return float(text.split()[0])


def _same_command(left: str, right: str) -> bool:
    """The same arguments; the program may have been found through PATH, or through a link."""
    ours, theirs = shlex.split(left), shlex.split(right)
    if left.startswith("</") or not ours or not theirs:
        return left.strip("'") == right.strip("'")
    first, second = Path(ours[0]).name, Path(theirs[0]).name
    return ours[1:] == theirs[1:] and (first == second or (first, second) in _TARGETS)
