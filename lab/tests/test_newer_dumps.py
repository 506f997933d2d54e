"""The files that signals ask for, beside those of a keepalived of 2.4.2 or later."""

from __future__ import annotations

import os
from pathlib import Path

from lab.agents import Agent
from lab.tests import test_dumps

#: Without it the runner registers none of these tests.
NEEDS = "BATON_KEEPALIVED"

#: Labels of keepalived 2.4 that baton's file does not have, and why.
_LEFT_OUT = [
    # Load balancing and the library of the packet filter are no part of baton.
    r"(Network namespace ipvs|libnftnl version .*)",
    # What the configuration says once for all is shown where it counts, at each instance.
    r"(Default smtp_alert(_vrrp)?|VRRP notify priority changes|VRRP check unicast_src|VRRP skip check advert addresses)",
    r"(VRRP strict mode|Send advert after receive (lower|higher) priority advert|Gratuitous ARP for each secondary VMAC)",
    # Settings of processes, scripts and sockets.
    r"(No test config before reload|Max auto priority|Min auto priority delay|VRRP process priority|VRRP don't swap)",
    r"(VRRP realtime limit|(vrrp_netlink|process_monitor)_.*|rx_bufs_multiples|umask|VRRP IPv6 mcast group)",
    r"(Gratuitous NA interval|iproute (usr|etc) directory .*)",
    r"(Don't set supplementary groups for all scripts|Replace symlinks in script paths)",
    # One socket of an interface is for the group and for all peers.
    r"Address",
    # What baton decides without: who else was heard of, and what an owner does about another owner.
    r"(Highest other priority|Last advert sent|Rogue master counter|Roger timer thread)",
    # keepalived's own bookkeeping of interfaces.
    r"(Seen up|Reset .* counter .*|Original .*)",
]


def test_files_are_those_of_a_newer_keepalived(work: Path) -> None:
    """Every key of its JSON is in baton's with the same value; every label of the other files is there too."""
    rival = Agent("keepalived", "keepalived", Path(os.environ[NEEDS]))
    wrong = test_dumps.compared(test_dumps.both(work, rival), _LEFT_OUT)
    assert not wrong, "\n".join(wrong)
