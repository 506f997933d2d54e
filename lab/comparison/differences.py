"""What is not the same, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Excuse:
    """Fields that may differ in files that hold a word."""

    #: A regular expression over the text of the file.
    word: str
    fields: tuple[str, ...]
    reason: str

    def concerns(self, text: str) -> bool:
        return re.search(self.word, text, re.MULTILINE) is not None


#: Where keepalived 2.4 differs from Debian's, and baton does as the latter.
NEWER: tuple[Excuse, ...] = (
    Excuse(
        r'"/bin/', ("tracked scripts", "scripts"),
        "keepalived 2.4.3 switches off a script below a directory that is a link, as /bin is on merged systems",
    ),
    Excuse(
        r"\\x41 c\\ d", ("script_master",),
        "keepalived 2.4.3 reads the escapes of a script's line once, 2.2.7 twice",
    ),
)

#: On purpose.
DELIBERATE: tuple[Excuse, ...] = (
    Excuse(
        r"^vrrp_sync_group VG1 \{\s+VI_2\s", ("refused",),
        "a sync group without group { … } has no members: keepalived warns and drops the group, here it is an error",
    ),
    Excuse(
        r"to 192\.168\.\d+\./24 table", ("refused",),
        "a rule whose network cannot be read is left out by keepalived, and an error here: what was meant is not set",
    ),
    Excuse(
        r"^\s*use_vmac\b", ("ifp_ifname", "vips", "evips"),
        "with use_vmac keepalived shows the virtual interface as the instance's own, and NAME@LINK at the addresses; here "
        "the interface is the one that is written, and the addresses name the virtual one",
    ),
    Excuse(
        r"^\s*track_interface\b", ("own interface",),
        "keepalived drops an instance's own interface from track_interface, because it watches it anyway; here it stays "
        "in the list, with the same effect",
    ),
    Excuse(
        r"^\s*virtual_routes\b", ("untracked route",),
        "keepalived 2.2 does not track a route without an interface; here, as in 2.4, it is set again when it is removed",
    ),
    Excuse(
        r"^\s*virtual_ipaddress\b", ("repeated address",),
        "an address that stands twice on one interface is kept once: the kernel has it once, and removing one of two "
        "would remove it",
    ),
    Excuse(
        r"^\s*auth_type\s+AH\b", ("refused",),
        "IPsec AH is refused: without it this node and its peers would both be master",
    ),
)
