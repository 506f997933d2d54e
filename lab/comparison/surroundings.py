"""What a configuration needs around it: the interfaces it names, and programs to stand for its scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lab.node import Node

_INTERFACE = re.compile(r"\b(?:interface|dev|oif|iif|default_interface)\s+\"?([A-Za-z][\w.:-]{0,14})")
_PROGRAM = re.compile(r"(?<![\w.])(/(?:usr|opt|etc|bin|sbin|container)[\w./+-]*)")
#: What may be looked at but is never made: the samples' own configuration files and the like.
_DATA = (".conf", ".inc", ".pem", ".key")


def texts(file: Path) -> list[str]:
    """The file and what lies beside it that it may include."""
    found = [file.read_text(errors="replace")]
    for other in sorted(file.parent.glob("includes/*")):
        if "include" in found[0]:
            found.append(other.read_text(errors="replace"))
    return found


def interfaces(file: Path, shown: dict[str, Any] | None) -> list[str]:
    """Every interface the file names, eth0 first; sequences are known by what they came to."""
    names = {"eth0"}
    for text in texts(file):
        names |= set(_INTERFACE.findall(text))
        for block in re.findall(r"track_interface\s*\{([^}]*)\}", text):
            names |= {line.split()[0] for line in block.splitlines() if line.split() and line.split()[0][0] not in "#!"}
        for sequence in re.findall(r"~SEQ\(\w+,(\d+),(\d+)\)", text):
            for name in [name for name in names if name == "vlan"]:
                names |= {f"{name}{number}" for number in range(int(sequence[0]), int(sequence[1]) + 1)}
    for instance in (shown or {}).get("instances", []):
        names.add(instance["ifp_ifname"])
    names = {name for name in names if re.fullmatch(r"[A-Za-z][\w.:-]{0,14}", name)} - {"lo", "vlan"}
    return sorted(names, key=lambda name: (name != "eth0", name))


def namespaces(file: Path) -> list[str]:
    """The network namespaces the file wants to be in."""
    return sorted({name for text in texts(file) for name in re.findall(r"\bnet_namespace\s+(\S+)", text)})


def supply_programs(node: Node, file: Path) -> None:
    """Makes an executable of every program the file names and the node lacks: keepalived drops what is not there."""
    for text in texts(file):
        code = "\n".join(line.split("#")[0] for line in text.splitlines())
        for path in sorted(set(_PROGRAM.findall(code))):
            if path.endswith(_DATA) or path.endswith("/") or "*" in path or "." in Path(path).parent.name:
                continue
            node.run(["sh", "-c", 'test -e "$1" || { mkdir -p "${1%/*}" && printf "#!/bin/sh\\nexit 0\\n" > "$1" '
                      '&& chmod 755 "$1"; }', "sh", path], check=False)
