"""baton and a keepalived of 2.4.2 or later, for what Debian's does not know: signed advertisements above all.

The lab downloads no such keepalived: these tests exist where ``$BATON_KEEPALIVED`` names one that was built elsewhere.
"""

from __future__ import annotations

import json
import os
import re
import signal
import time
from pathlib import Path

from lab import signatures
from lab.agents import BATON, Agent
from lab.comparison.main import compare_all, own_files, samples
from lab.frames import parse
from lab.node import wait_for
from lab.pair import FIRST, SECOND, Instance, Pair, Router, settle

#: Without it the runner registers none of these tests.
NEEDS = "BATON_KEEPALIVED"

#: Beyond what the protocol takes, a busy two-core machine may be this late.
_SLACK = 0.5
_KEYS = {
    1: bytes(range(32)), 2: b"a pass phrase of 32 bytes or so.", 3: bytes(range(64)),
}
_SPELLINGS = {1: f"hex:{_KEYS[1].hex()}", 2: f'"{_KEYS[2].decode()}"', 3: "file:/etc/keepalived/key3"}
_V2 = Instance(200)
_V3 = Instance(200, version=3, interval="0.2")
#: Two ways of saying why a signed advertisement was refused.
_REFUSALS = {
    "Missing": "auth-ext-missing", "Malformed": "auth-ext-malformed", "Unknown Key": "auth-ext-unknown-key",
    "Invalid HMAC": "auth-ext-invalid-hmac", "Stale": "auth-ext-stale", "Replay": "auth-ext-replay",
}


def _newer() -> Agent:
    return Agent("keepalived", "keepalived", Path(os.environ[NEEDS]))


def _block(*keys: int, active: int | None = None, others: dict[int, str] | None = None, **words: str) -> str:
    """An `auth_hmac` block: the active key is the first one unless said otherwise."""
    spellings = {**_SPELLINGS, **(others or {})}
    lines = ["auth_hmac {", *(f"    key {key} {spellings[key]}" for key in keys), f"    active_key {active or keys[0]}"]
    return "\n".join([*lines, *(f"    {word} {value}" for word, value in words.items()), "}"])


class _Match(Pair):
    """A pair of one baton and one newer keepalived, in either place."""

    def __init__(self, work: Path, baton_first: bool) -> None:
        super().__init__(work, *((BATON, _newer()) if baton_first else (_newer(), BATON)))

    def __enter__(self) -> _Match:
        super().__enter__()
        for router in (self.first, self.second):
            text = f"hex:{_KEYS[3].hex()}\n"
            router.node.run(["sh", "-c", "mkdir -p /etc/keepalived; umask 077; cat > /etc/keepalived/key3"], text=text)
        return self

    @property
    def baton(self) -> Router:
        return self.first if self.first.agent is BATON else self.second

    @property
    def keepalived(self) -> Router:
        return self.second if self.first.agent is BATON else self.first

    def configure(self, instance: Instance, first: str, second: str | None = None) -> None:
        """The same instance on both, with priority 100 on the second, and the text each has besides."""
        self.first.configure(instance.but(body=first))
        self.second.configure(_weaker(instance).but(body=first if second is None else second))

    def begin(self) -> None:
        """The second is alone first, then gives way to the first."""
        one, two = self.first.instances[0], self.second.instances[0]
        self.second.start()
        self.second.await_master(two.master_down + 12)
        self.first.start()
        self.first.await_master(one.master_down + 12)
        self.second.await_backup(one.seconds + _SLACK)

    def reload(self, *routers: Router) -> None:
        for router in routers or (self.first, self.second):
            before = self.generation(router)
            router.reload()
            wait_for(lambda: self.generation(router) > before, 8, f"the reload of {router.agent.name}", 0.1)
        # keepalived says so before it does it.
        settle(0.3)

    def generation(self, router: Router) -> int:
        """How many configurations the agent has taken."""
        if router.agent is BATON:
            return int(json.loads(router.node.run(["baton", "status", "--json"]).stdout)["generation"])
        assert router.process is not None
        return len(re.findall(r": Reloading$", router.process.log_text(), re.M))

    def alone_is_first(self, instance: Instance) -> None:
        """For a while nobody but the first advertises."""
        quiet = settle(instance.master_down + instance.seconds + 0.3)
        heard = {a.source for a in self.capture.advertisements(since=quiet)}
        assert heard == {FIRST}, f"one master, heard {heard}"
        assert self.first.holds() and not self.second.holds()

    def refused_by_keepalived(self) -> dict[str, int]:
        """By baton's names of the reasons."""
        file = "/tmp/keepalived.stats"
        found: list[str] = []

        def read() -> bool:
            found[:] = [self.keepalived.node.run(["sh", "-c", f"cat {file} 2>/dev/null"], check=False).stdout]
            return "Priority Zero" in found[0]

        self.keepalived.node.run(["rm", "-f", file])
        self.keepalived.signal(signal.SIGUSR2)
        wait_for(read, 5, "keepalived's statistics", 0.1)
        counted = {name: int(value) for name, value in re.findall(
            r"^\s+(Length|TTL|Address List|Advertisement Interval|Failure|Type Mismatch|"
            + "|".join(_REFUSALS) + r"): (\d+)", found[0], re.M)}
        assert len(counted) == 6 + len(_REFUSALS), f"expected twelve counters in:\n{found[0]}"
        return {_REFUSALS.get(name, name): value for name, value in counted.items() if value}

    def refused_by_baton(self) -> dict[str, int]:
        text = self.baton.node.run(["baton", "status", "--json"]).stdout
        counters = json.loads(text)["instances"][0]["counters"]
        return {name.removeprefix("discarded_"): value for name, value in counters.items() if name.startswith("discarded_")}

    def trailers(self, router: Router, since: float = 0) -> list[signatures.Trailer | None]:
        """Of every advertisement of a router, in order."""
        return [signatures.parse(frame) for moment, frame in self.capture.raw(since)
                if getattr(parse(moment, frame), "source", None) == router.address]


def _weaker(instance: Instance) -> Instance:
    swapped = {FIRST: SECOND, SECOND: FIRST}
    return instance.but(priority=100, source=swapped.get(instance.source or ""),
                        peers=tuple(swapped[peer] for peer in instance.peers))


def _unicast(instance: Instance) -> Instance:
    return instance.but(source=FIRST, peers=(SECOND,))


def _exchange(work: Path, instance: Instance, body: str, key: int, baton_first: bool) -> None:
    """The first becomes master, leaves, returns, is frozen and thawed; all is signed and nothing refused."""
    with _Match(work, baton_first) as match:
        match.configure(instance, body)
        match.begin()
        match.alone_is_first(instance)
        two = match.second.instances[0]

        moment = time.monotonic()
        match.first.signal(signal.SIGTERM)
        match.second.await_master(two.skew + _SLACK + 1)
        own = match.capture.advertisements(FIRST, since=moment)
        assert own and own[-1].priority == 0, f"a master that leaves says priority 0, heard {own}"
        after = match.capture.advertisements(SECOND, since=moment)[0].time - own[-1].time
        assert after <= two.skew + _SLACK, f"took over {after:.3f} s after priority 0, skew is {two.skew:.3f}"
        assert match.first.process is not None and match.first.process.wait(8) is not None
        match.first.start()
        match.first.await_master(instance.master_down + 12)
        match.second.await_backup(instance.seconds + _SLACK)

        last = match.capture.advertisements(FIRST)[-1]
        match.first.node.freeze()
        try:
            match.second.await_master(two.master_down + _SLACK + 1)
            last = match.capture.advertisements(FIRST, since=last.time)[-1]
            taken = [a for a in match.capture.advertisements(SECOND, since=last.time) if a.priority == 100]
            assert taken and taken[0].time - last.time <= two.master_down + _SLACK, f"frozen at {last.time}, then {taken[:1]}"
        finally:
            match.first.node.thaw()
        match.second.await_backup(two.master_down + 2 * two.seconds + _SLACK)
        match.alone_is_first(instance)

        for router in (match.first, match.second):
            trailers = match.trailers(router)
            assert len(trailers) > 1 and None not in trailers, f"every advertisement of {router.agent.name} is signed"
            signed = [trailer for trailer in trailers if trailer is not None]
            assert {trailer.key for trailer in signed} == {key}
            assert all(trailer.is_valid(_KEYS[key]) for trailer in signed), f"{router.agent.name} signs as specified"
            # One advertisement to each of several peers has one sequence; here there is one.
            numbers = [trailer.sequence for trailer in signed]
            assert numbers == sorted(numbers) and len(set(numbers)) == len(numbers), f"{router.agent.name}: growing numbers"
            assert all(abs((number >> 32) - time.time()) < 120 for number in numbers)
        for name, refused in (("keepalived", match.refused_by_keepalived()), ("baton", match.refused_by_baton())):
            assert not refused, f"{name} refused {refused}"


def test_signed_v2_with_keepalived_as_master(work: Path) -> None:
    """Version 2, multicast, a pass phrase: baton takes over from keepalived and gives back; nothing is refused."""
    _exchange(work, _V2, _block(2), 2, baton_first=False)


def test_signed_v2_with_baton_as_master(work: Path) -> None:
    """Version 2, multicast, a pass phrase: keepalived takes over from baton and gives back; nothing is refused."""
    _exchange(work, _V2, _block(2), 2, baton_first=True)


def test_signed_v3_with_keepalived_as_master(work: Path) -> None:
    """Version 3, multicast, a key in hexadecimal, sequences that only grow: baton takes over and gives back."""
    _exchange(work, _V3, _block(1, anti_replay="monotonic"), 1, baton_first=False)


def test_signed_v3_with_baton_as_master(work: Path) -> None:
    """Version 3, multicast, a key in hexadecimal, sequences that only grow: keepalived takes over and gives back."""
    _exchange(work, _V3, _block(1, anti_replay="monotonic"), 1, baton_first=True)


def test_signed_unicast_with_keepalived_as_master(work: Path) -> None:
    """Version 3, unicast, the longest key in a file, the shortest window: baton takes over and gives back."""
    _exchange(work, _unicast(_V3), _block(3, 1, time_window="1"), 3, baton_first=False)


def test_signed_unicast_with_baton_as_master(work: Path) -> None:
    """Version 3, unicast, the longest key in a file, the shortest window: keepalived takes over and gives back."""
    _exchange(work, _unicast(_V3), _block(3, 1, time_window="1"), 3, baton_first=True)


def test_signed_v2_unicast_with_keepalived_as_master(work: Path) -> None:
    """Version 2, unicast: baton takes over and gives back."""
    _exchange(work, _unicast(_V2), _block(1), 1, baton_first=False)


def test_signed_v2_unicast_with_baton_as_master(work: Path) -> None:
    """Version 2, unicast: keepalived takes over and gives back."""
    _exchange(work, _unicast(_V2), _block(1), 1, baton_first=True)


def _keys_change(work: Path, baton_first: bool) -> None:
    with _Match(work, baton_first) as match:
        old, both, moved, new = _block(1), _block(1, 2), _block(2, 1), _block(2)
        match.configure(_V3, old)
        match.begin()
        start = settle(_V3.master_down)
        # Whoever moves first, the other one knows both keys; and the other way round for the second change.
        for step, (one, two, signs) in enumerate((
            (both, old, 1), (both, both, 1), (both, moved, 1), (moved, moved, 2), (moved, new, 2), (new, new, 2),
            (new, moved, 2), (moved, moved, 2), (both, moved, 1), (both, both, 1), (old, both, 1), (old, old, 1),
        )):
            for router, text in ((match.first, one), (match.second, two)):
                instance = router.instances[0].but(body=text)
                if instance != router.instances[0]:
                    router.configure(instance)
                    match.reload(router)
            moment = settle(3 * _V3.seconds)
            trailers = match.trailers(match.first, since=moment)
            assert trailers and {trailer.key if trailer else 0 for trailer in trailers} == {signs}, \
                f"step {step}: signed with {signs}, heard {trailers}"
        heard = {a.source for a in match.capture.advertisements(since=start)}
        assert heard == {FIRST}, f"the keys changed without a takeover, heard {heard}"
        assert not match.refused_by_keepalived() and not match.refused_by_baton()

        # In the middle of a change the roles change as well.
        match.first.configure(match.first.instances[0].but(body=moved))
        match.second.configure(match.second.instances[0].but(body=both))
        match.reload(match.second)
        match.reload(match.first)
        match.first.signal(signal.SIGTERM)
        match.second.await_master(_V3.seconds + _SLACK + 1)
        assert match.first.process is not None and match.first.process.wait(8) is not None
        moment = settle(1)
        trailers = match.trailers(match.second, since=moment)
        assert trailers and {trailer.key if trailer else 0 for trailer in trailers} == {1}
        match.first.start()
        match.first.await_master(_V3.master_down + 12)
        match.second.await_backup(_V3.seconds + _SLACK)
        match.alone_is_first(_V3)
        assert not match.refused_by_keepalived() and not match.refused_by_baton()


def test_keys_change_with_keepalived_as_master(work: Path) -> None:
    """Keys are added, moved to and removed by reloads, in both orders, and no advertisement is refused meanwhile."""
    _keys_change(work, baton_first=False)


def test_keys_change_with_baton_as_master(work: Path) -> None:
    """Keys are added, moved to and removed by reloads, in both orders, and no advertisement is refused meanwhile."""
    _keys_change(work, baton_first=True)


_MODES = ("receive-only", "permissive", "enforce")


def _modes(work: Path, baton_first: bool) -> None:
    with _Match(work, baton_first) as match:
        match.configure(_V3, _block(1, mode="receive-only"), "")
        match.begin()
        match.alone_is_first(_V3)
        for first in _MODES:
            for second in _MODES:
                match.configure(_V3, _block(1, mode=first), _block(1, mode=second))
                match.reload()
                if first == "receive-only" and second == "enforce":
                    match.second.await_master(_V3.master_down + 1 + _SLACK)
                    assert match.first.holds(), "the second does not listen, and the first hears nobody greater"
                else:
                    match.second.await_backup(_V3.master_down + _SLACK)
                    match.alone_is_first(_V3)
                moment = settle(2 * _V3.seconds)
                trailers = match.trailers(match.first, since=moment)
                assert trailers and all((trailer is not None) == (first != "receive-only") for trailer in trailers), \
                    f"{first}: {trailers}"
        refused = match.refused_by_baton(), match.refused_by_keepalived()
        assert all(set(each) <= {"auth-ext-missing"} for each in refused) and any(refused), f"refused {refused}"


def test_modes_with_keepalived_as_master(work: Path) -> None:
    """Every mode against every mode: who takes what is not signed, and who signs, is the same in both."""
    _modes(work, baton_first=False)


def test_modes_with_baton_as_master(work: Path) -> None:
    """Every mode against every mode: who takes what is not signed, and who signs, is the same in both."""
    _modes(work, baton_first=True)


def _strangers(work: Path, baton_first: bool, instance: Instance) -> None:
    ours = _block(1, 3)
    stranger = _block(1, 3, others={1: "a stranger's pass phrase of many bytes".replace(" ", "-")})
    with _Match(work, baton_first) as match:
        match.configure(instance, ours)
        match.begin()
        match.alone_is_first(instance)
        for body, refused_by_first, refused_by_second in (
            (stranger, "auth-ext-invalid-hmac", "auth-ext-invalid-hmac"),
            (_block(2), "auth-ext-unknown-key", "auth-ext-unknown-key"),
            ("", "auth-ext-missing", "Length"),
        ):
            match.second.configure(_weaker(instance).but(body=body))
            match.reload(match.second)
            match.second.await_master(instance.master_down + 1 + _SLACK)
            settle(1)
            assert match.first.holds(), "nobody believed the second"
            first, second = match.refused_by_baton(), match.refused_by_keepalived()
            if not baton_first:
                first, second = second, first
            for name, counted, expected in (("first", first, refused_by_first), ("second", second, refused_by_second)):
                assert counted.get(expected) or expected == "Length" and counted.get("length"), \
                    f"the {name} counts {expected}, has {counted}"
            match.second.configure(_weaker(instance).but(body=ours))
            match.reload(match.second)
            match.second.await_backup(instance.master_down + _SLACK)
            match.alone_is_first(instance)


def test_strangers_with_keepalived_as_master(work: Path) -> None:
    """Another key, an unknown identifier and no signature are refused by both, by both names, until they agree again."""
    _strangers(work, False, _V3)


def test_strangers_with_baton_as_master(work: Path) -> None:
    """Another key, an unknown identifier and no signature are refused by both, by both names, until they agree again."""
    _strangers(work, True, _V3)


def test_unicast_strangers_with_keepalived_as_master(work: Path) -> None:
    """The same with unicast peers."""
    _strangers(work, False, _unicast(_V3))


def test_unicast_strangers_with_baton_as_master(work: Path) -> None:
    """The same with unicast peers."""
    _strangers(work, True, _unicast(_V3))


class _Recording:
    """A captured frame, to be sent once more."""

    def __init__(self, frame: bytes) -> None:
        self._frame = frame

    def frame(self) -> bytes:
        return self._frame


def _recordings(work: Path, baton_first: bool, instance: Instance) -> None:
    with _Match(work, baton_first) as match:
        refused = match.refused_by_keepalived if baton_first else match.refused_by_baton
        for words, reason in (({"anti_replay": "monotonic"}, "auth-ext-replay"), ({"time_window": "300"}, "auth-ext-replay"),
                              ({"time_window": "1"}, "auth-ext-stale")):
            match.configure(instance, _block(1, **words))
            match.begin()
            moment = settle(2)
            match.first.node.freeze()
            try:
                recorded = [frame for at, frame in match.capture.raw(moment)
                            if getattr(parse(at, frame), "source", None) == FIRST]
                assert len(recorded) >= 8
                last = match.capture.advertisements(FIRST)[-1].time
                sender = match.sender(*map(_Recording, recorded[-8:]), every=0.05, rounds=12)  # type: ignore[arg-type]
                down = match.second.instances[0].master_down
                match.second.await_master(down + _SLACK + 1)
                took = [a for a in match.capture.advertisements(SECOND, since=last) if a.priority == 100][0].time - last
                assert took <= down + _SLACK, f"recordings delayed the takeover: {took:.3f} s"
                sender.wait()
                assert match.second.holds(), "recordings of a stronger master end no other's"
                counted = refused()
                assert counted.get(reason, 0) > 10, f"counted {counted}"
            finally:
                match.first.node.thaw()
            match.second.await_backup(instance.master_down + 2 * instance.seconds + _SLACK)
            match.alone_is_first(instance)
            for router in (match.first, match.second):
                assert router.process is not None
                router.signal(signal.SIGTERM)
                assert router.process.wait(8) is not None


def test_recordings_of_keepalived(work: Path) -> None:
    """What keepalived once signed does not hold baton back, and does not unseat it, whatever the replay mode."""
    _recordings(work, False, _V3)


def test_recordings_of_baton(work: Path) -> None:
    """What baton once signed does not hold keepalived back, and does not unseat it, whatever the replay mode."""
    _recordings(work, True, _V3)


def test_unicast_recordings_of_keepalived(work: Path) -> None:
    """The same with unicast peers."""
    _recordings(work, False, _unicast(_V3))


def _restarts(work: Path, baton_first: bool, anti_replay: str) -> None:
    with _Match(work, baton_first) as match:
        match.configure(_V3, _block(1, anti_replay=anti_replay))
        match.begin()
        match.alone_is_first(_V3)
        for _ in range(2):
            # The backup dies and returns: nobody notices.
            moment = time.monotonic()
            match.second.node.kill_named(match.second.agent.program)
            settle(0.5)
            match.second.start()
            settle(2 * _V3.master_down + 1)
            assert {a.source for a in match.capture.advertisements(since=moment)} == {FIRST}
            # The master dies without a word, and returns at once.
            match.first.node.kill_named(match.first.agent.program)
            match.second.await_master(match.second.instances[0].master_down + 1 + _SLACK)
            match.first.start()
            match.second.await_backup(_V3.master_down + 12)
            match.alone_is_first(_V3)
        if baton_first:
            moment = time.monotonic()
            os.kill(BATON.router(match.first.node), signal.SIGKILL)
            settle(2)
            assert {a.source for a in match.capture.advertisements(since=moment)} == {FIRST}, "its successor signs on"
        match.reload()
        match.alone_is_first(_V3)
        assert not match.refused_by_keepalived() and not match.refused_by_baton()


def test_restarts_with_keepalived_as_master(work: Path) -> None:
    """Either side is killed, starts again and reloads, and is believed at once."""
    _restarts(work, False, "monotonic")


def test_restarts_with_baton_as_master(work: Path) -> None:
    """Either side is killed, starts again and reloads, and is believed at once; a router process that dies, too."""
    _restarts(work, True, "monotonic")


def test_configurations(work: Path) -> None:
    """Every file of lab/configurations and every sample means the same to the newer keepalived and to baton."""
    results = compare_all(own_files() + samples(), work, _newer())
    problems = [f"{result.file.name}: {problem}" for result in results for problem in result.problems]
    assert not problems, "\n  ".join(["baton and keepalived understand files differently:", *problems])


def _elections(work: Path, baton_first: bool, instance: Instance, first: str, second: str, addresses: int = 0) -> None:
    """Who is master, by what is on the wire, through a start, a freeze, a thaw and an end."""
    with _Match(work, baton_first) as match:
        match.configure(instance, first, second)
        if addresses:
            match.second.configure(match.second.instances[0].but(addresses=(f"172.20.129.{addresses}/16",)))
        down = instance.master_down

        def heard(seconds: float) -> set[str]:
            quiet = settle(seconds)
            return {a.source for a in match.capture.advertisements(since=quiet) if a.priority > 0}

        def await_sole(source: str, seconds: float, what: str) -> None:
            wait_for(lambda: heard(2 * instance.seconds + 0.1) == {source}, seconds, what)

        match.second.start()
        await_sole(SECOND, down + 12, "the second to be alone")
        match.first.start()
        await_sole(FIRST, down + 12, "the first to be the only master")
        assert heard(down + instance.seconds) == {FIRST}
        match.first.node.freeze()
        try:
            await_sole(SECOND, down + 2, "the second to take over")
        finally:
            match.first.node.thaw()
        await_sole(FIRST, 2 * down + 3, "the first to come back")
        refused = match.refused_by_keepalived(), match.refused_by_baton()
        # Other addresses are counted by keepalived among the errors, and taken.
        assert not set(refused[0]) - ({"Address List"} if addresses else set()) and not refused[1], f"refused {refused}"
        match.first.signal(signal.SIGTERM)
        await_sole(SECOND, instance.seconds + 2, "the second to follow")


def test_other_addresses_with_keepalived_as_master(work: Path) -> None:
    """Version 2: nodes whose addresses differ elect one master, and baton yields."""
    _elections(work, False, _V2, "", "", addresses=2)


def test_other_addresses_with_baton_as_master(work: Path) -> None:
    """Version 2: nodes whose addresses differ elect one master, and keepalived yields."""
    _elections(work, True, _V2, "", "", addresses=2)


def test_checksums(work: Path) -> None:
    """Version 3, unicast and multicast: each form of checksum that both are told to use, signed or not."""
    for index, (instance, words) in enumerate((
        (_V3, "v3_checksum_as_v2"), (_V3, "v3_checksum_as_v2\n" + _block(1)), (_unicast(_V3), "old_unicast_checksum"),
        (_unicast(_V3), "old_unicast_checksum\n" + _block(1)), (_unicast(_V3), "v3_checksum_as_v2"),
    )):
        scratch = work / str(index)
        scratch.mkdir()
        _elections(scratch, index % 2 == 0, instance, words, words)


def test_virtual_macs(work: Path) -> None:
    """Version 3, signed, with virtual MAC addresses: unicast, multicast, and sent from the interface below."""
    signed = _block(1)
    for index, (instance, words) in enumerate((
        (_V3, f"use_vmac\n{signed}"), (_unicast(_V3), f"use_vmac\n{signed}"), (_V3, f"use_vmac\nvmac_xmit_base\n{signed}"),
    )):
        scratch = work / str(index)
        scratch.mkdir()
        _elections(scratch, index % 2 == 1, instance.but(device=None), words, words)
