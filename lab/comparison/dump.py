"""keepalived's own account of a file: its JSON, and the parts of its data dump that the JSON lacks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.comparison import surroundings
from lab.errors import LabError
from lab.node import Node

_WEIGHT = re.compile(r"^(\S+?),? weight (-?\d+)( reverse)?$")


@dataclass
class Dump:
    """What keepalived understood."""

    #: The `data` objects of its JSON, by instance.
    instances: dict[str, dict[str, Any]] = field(default_factory=dict)
    #: Name to the fields of the data dump, of the scripts something tracks.
    scripts: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Instance to kind (`scripts`, `interfaces`) to name to weight as written.
    tracked: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    #: Sync group to its members.
    groups: dict[str, list[str]] = field(default_factory=dict)
    #: Instance to its unicast peers.
    peers: dict[str, list[str]] = field(default_factory=dict)
    log: str = ""


def take(node: Node, file: Path, folder: Path, links: list[str], identity: str) -> Dump:
    """Lets keepalived load `file` in a network that has `links`; raises `LabError` where it does not start.

    `file` and `folder` are where the node sees them as well.
    """
    folder.mkdir(parents=True)
    batch = folder / "links"
    batch.write_text("".join(
        f"link add {name} type veth peer name peer{index}\nlink set peer{index} up\nlink set {name} up\n"
        # Every interface has an address to send from, and eth0 the one that unicast configurations name.
        f"address add 10.1.{index}.1/24 dev {name}\n"
        for index, name in enumerate(links)
    ))
    result = node.run(
        ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "--",
         "sh", "-c", Path(__file__).with_name("dump.sh").read_text(), "dump.sh", str(file), str(folder), str(batch), identity,
         *surroundings.namespaces(file)],
        check=False, seconds=40,
    )
    log = (folder / "log").read_text(errors="replace") if (folder / "log").exists() else ""
    if result.returncode != 0 or not (folder / "keepalived.json").exists():
        raise LabError(f"keepalived does not run {file.name}: {result.stderr.strip()}\n{log}")
    dump = Dump(log=log)
    for entry in json.loads((folder / "keepalived.json").read_text()):
        dump.instances[entry["data"]["iname"]] = entry["data"]
    _read(dump, (folder / "keepalived.data").read_text(errors="replace").splitlines())
    return dump


def _read(dump: Dump, lines: list[str]) -> None:
    instance = script = group = section = ""
    for line in lines:
        text = line.strip()
        if found := re.match(r"^ VRRP Instance = (.*)$", line):
            instance, script, section = found[1], "", ""
            dump.tracked[instance] = {}
        elif found := re.match(r"^ VRRP Script = (.*)$", line):
            instance, script, section = "", found[1], ""
            dump.scripts[script] = {}
        elif found := re.match(r"^ VRRP Sync Group = (.*), \w+$", line):
            instance, script, group, section = "", "", found[1], ""
            dump.groups[group] = []
        elif line.startswith("------<"):
            instance = script = group = section = ""
        elif instance and (found := re.match(r"^   Tracked (\w+) :", line)):
            section = found[1]
            dump.tracked[instance][section] = {}
        elif instance and line.startswith("   Unicast Peer"):
            section = "peers"
            dump.peers[instance] = []
        elif instance and section and line.startswith("     "):
            if section == "peers":
                dump.peers[instance].append(text.split()[0])
            elif found := _WEIGHT.match(text):
                dump.tracked[instance][section][found[1]] = found[2] + (found[3] or "")
        elif script and " = " in text and line.startswith("   ") and not line.startswith("    "):
            name, _, value = text.partition(" = ")
            dump.scripts[script][name] = value
        elif group and line.startswith("     ") and "=" not in text:
            dump.groups[group].append(text)
        else:
            section = ""
