"""Configurations mean to baton what they mean to keepalived: its own dump of each file is the judge."""

from __future__ import annotations

from pathlib import Path

from lab.comparison import compare, dump, surroundings
from lab.comparison.main import Comparison, compare_all, own_files, samples, unneeded
from lab.laboratory import Laboratory

PARALLEL = True


def _accuse(results: list[Comparison]) -> None:
    problems = [f"{result.file.name}: {problem}" for result in results for problem in result.problems]
    assert not problems, "\n  ".join(["baton and keepalived understand files differently:", *problems])


def test_configurations_and_samples(work: Path) -> None:
    """Every file of lab/configurations, and every sample with VRRP that Debian's package brings, has the same instances,
    priorities, addresses, scripts and weights in both; and every excuse for a difference is needed by one of them."""
    own, theirs = own_files(), samples()
    assert len(own) >= 30, f"only {len(own)} configurations"
    assert len(theirs) >= 10, f"only {len(theirs)} samples"
    results = compare_all(own + theirs, work)
    _accuse(results)
    idle = [excuse.reason for excuse in unneeded(results)]
    assert not idle, "\n  ".join(["no file needs these excuses any more:", *idle])


def test_a_difference_is_seen(work: Path) -> None:
    """The comparison notices another priority, address, weight, interval, command and instance."""
    text = (Path(__file__).parent.parent / "configurations" / "mariadb-galera.conf").read_text()
    changes = {
        "base_priority": ("priority 100", "priority 101"), "vips": ("10.20.0.33/23", "10.20.0.34/23"),
        "tracked scripts": ("maxscale weight -40", "maxscale weight -41"), "interval": ("interval 2", "interval 3"),
        "command": ("--accept Synced", "--accept Donor"), "instances": ("vrrp_instance galera", "vrrp_instance other"),
        "adver_int": ("advert_int 0.5", "advert_int 0.6"), "garp_refresh": ("garp_master_refresh 60", ""),
    }
    theirs = work / "theirs.conf"
    theirs.write_text(text)
    with Laboratory(work) as lab:
        node = lab.add_node("compare", "10.0.0.1/24")
        surroundings.supply_programs(node, theirs)
        account = dump.take(node, theirs, work / "dump", ["eth0"], "node1")
    for field, (old, new) in changes.items():
        ours = work / "ours.conf"
        ours.write_text(text.replace(old, new))
        shown, refusal = compare.show(ours, "node1")
        assert shown is not None, refusal
        found = compare.differences(shown, account)
        assert field in found, f"with {new!r} for {old!r}, expected a difference in {field}, found {found}"
