"""VRRP advertisements and gratuitous ARP as the wire has them: read for judging, written for provoking.

Independent of the agents' own codecs on purpose: what they send is judged by this module and by tshark.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass, field, replace

VRRP_PROTOCOL = 112
GROUP = "224.0.0.18"
GROUP6 = "ff02::12"
ALL_NODES = "ff02::1"
_GROUP_MAC = bytes.fromhex("01005e000012")
_GROUP6_MAC = bytes.fromhex("333300000012")
_ICMP = 58
_NEIGHBOUR_ADVERTISEMENT = 136


@dataclass(frozen=True)
class Advertisement:
    """An advertisement frame. `ttl` is the hop limit of IPv6; `interval` is in the packet's own unit: seconds for version 2, centiseconds for 3."""

    time: float
    ethernet_source: bytes
    source: str
    destination: str
    ttl: int
    version: int
    vrid: int
    priority: int
    authentication: int
    interval: int
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class GratuitousARP:
    """An ARP request or reply in which sender and target address are the same."""

    time: float
    ethernet_source: bytes
    sender_mac: bytes
    address: str


@dataclass(frozen=True)
class NeighbourAdvertisement:
    """What a host says of its own address over IPv6. `target_mac` is empty without the option."""

    time: float
    ethernet_source: bytes
    source: str
    destination: str
    hop_limit: int
    address: str
    target_mac: bytes
    router: bool
    solicited: bool
    override: bool


def _parse6(time: float, frame: bytes) -> Advertisement | NeighbourAdvertisement | None:
    if len(frame) < 62:
        return None
    protocol, hops = frame[20], frame[21]
    source, destination = (socket.inet_ntop(socket.AF_INET6, frame[start:start + 16]) for start in (22, 38))
    body = frame[54:]
    if protocol == _ICMP and body[0] == _NEIGHBOUR_ADVERTISEMENT and len(body) >= 24:
        flags = body[4]
        mac = body[26:32] if len(body) >= 32 and body[24:26] == b"\2\1" else b""
        return NeighbourAdvertisement(
            time, frame[6:12], source, destination, hops, socket.inet_ntop(socket.AF_INET6, body[8:24]), mac,
            bool(flags & 0x80), bool(flags & 0x40), bool(flags & 0x20))
    if protocol != VRRP_PROTOCOL:
        return None
    return _advertisement(time, frame[6:12], source, destination, hops, body, socket.AF_INET6)


def _advertisement(time: float, mac: bytes, source: str, destination: str, ttl: int, packet: bytes,
                   family: socket.AddressFamily) -> Advertisement | None:
    if len(packet) < 8:
        return None
    size = 16 if family == socket.AF_INET6 else 4
    version, vrid, priority, count = packet[0] >> 4, packet[1], packet[2], packet[3]
    authentication, interval = (packet[4], packet[5]) if version == 2 else (0, struct.unpack("!H", packet[4:6])[0] & 0xFFF)
    addresses = tuple(socket.inet_ntop(family, packet[8 + size * i:8 + size * (i + 1)])
                      for i in range(count) if len(packet) >= 8 + size * (i + 1))
    return Advertisement(time, mac, source, destination, ttl, version, vrid, priority, authentication, interval, addresses)


def parse(time: float, frame: bytes) -> Advertisement | GratuitousARP | NeighbourAdvertisement | None:
    """What a captured frame says, or nil when it is none of them."""
    kind = frame[12:14]
    if kind == b"\x86\xdd":
        return _parse6(time, frame)
    if kind == b"\x08\x06" and len(frame) >= 42:
        sender_mac, sender, target = frame[22:28], frame[28:32], frame[38:42]
        return GratuitousARP(time, frame[6:12], sender_mac, socket.inet_ntoa(sender)) if sender == target else None
    if kind != b"\x08\x00" or len(frame) < 34 or frame[23] != VRRP_PROTOCOL:
        return None
    header = (frame[14] & 15) * 4
    return _advertisement(time, frame[6:12], socket.inet_ntoa(frame[26:30]), socket.inet_ntoa(frame[30:34]), frame[22],
                          frame[14 + header:], socket.AF_INET)


def checksum(data: bytes) -> int:
    """The internet checksum."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


@dataclass(frozen=True)
class Forgery:
    """An advertisement to be sent by hand; every field may lie.

    `pseudo_header` false gives version 3 the checksum of RFC 9568; `checksum_error` is added to the right sum.
    """

    source: str
    destination: str = GROUP
    ethernet_source: bytes = bytes.fromhex("02000000beef")
    ethernet_destination: bytes = _GROUP_MAC
    ttl: int = 255
    version: int = 2
    kind: int = 1
    vrid: int = 33
    priority: int = 255
    interval: int = 1
    addresses: tuple[str, ...] = ("172.20.128.4",)
    count: int | None = None
    authentication: int = 1
    password: bytes = b"letmein"
    reserved: int = 0
    pseudo_header: bool = True
    checksum_error: int = 0
    layout: int | None = None
    tail: bytes = b""
    cut_to: int | None = None
    options: bytes = field(default=b"")

    def but(self, **changes: object) -> Forgery:
        """The same with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]

    def packet(self) -> bytes:
        """The VRRP message."""
        layout = self.layout if self.layout is not None else self.version
        count = len(self.addresses) if self.count is None else self.count
        head = bytes([self.version << 4 | self.kind, self.vrid, self.priority, count])
        if layout == 3:
            timing = struct.pack("!H", self.reserved << 12 | self.interval)
        else:
            timing = bytes([self.authentication, self.interval & 255])
        body = b"".join(socket.inet_aton(a) for a in self.addresses)
        if layout != 3:
            body += self.password[:8].ljust(8, b"\0")
        body += self.tail
        message = head + timing + b"\0\0" + body
        if self.cut_to is not None:
            message = message[:self.cut_to]
        summed = message
        if layout == 3 and self.pseudo_header:
            summed = (socket.inet_aton(self.source) + socket.inet_aton(self.destination)
                      + struct.pack("!BBH", 0, VRRP_PROTOCOL, len(message)) + message)
        total = (checksum(summed) + self.checksum_error) & 0xFFFF
        return message[:6] + struct.pack("!H", total) + message[8:] if len(message) >= 8 else message

    def frame(self) -> bytes:
        """The Ethernet frame."""
        message = self.packet()
        words = 5 + len(self.options) // 4
        header = struct.pack(
            "!BBHHHBBH4s4s", 0x40 | words, 0xC0, words * 4 + len(message), 1, 0, self.ttl, VRRP_PROTOCOL, 0,
            socket.inet_aton(self.source), socket.inet_aton(self.destination),
        ) + self.options
        header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
        return self.ethernet_destination + self.ethernet_source + b"\x08\x00" + header + message


@dataclass(frozen=True)
class Forgery6(Forgery):
    """The same over IPv6: `ttl` is the hop limit, `extension` goes between the headers as hop-by-hop options."""

    destination: str = GROUP6
    ethernet_destination: bytes = _GROUP6_MAC
    version: int = 3
    interval: int = 100
    authentication: int = 0
    addresses: tuple[str, ...] = ("fe80::51",)
    extension: bytes = b""

    def packet(self) -> bytes:
        layout = self.layout if self.layout is not None else self.version
        count = len(self.addresses) if self.count is None else self.count
        head = bytes([self.version << 4 | self.kind, self.vrid, self.priority, count])
        if layout == 3:
            timing = struct.pack("!H", self.reserved << 12 | self.interval)
        else:
            timing = bytes([self.authentication, self.interval & 255])
        message = head + timing + b"\0\0" + b"".join(socket.inet_pton(socket.AF_INET6, a) for a in self.addresses)
        message += self.tail
        if self.cut_to is not None:
            message = message[:self.cut_to]
        summed = message
        if self.pseudo_header:
            summed = self._addresses() + struct.pack("!IHBB", len(message), 0, 0, VRRP_PROTOCOL) + message
        total = (checksum(summed) + self.checksum_error) & 0xFFFF
        return message[:6] + struct.pack("!H", total) + message[8:] if len(message) >= 8 else message

    def _addresses(self) -> bytes:
        return socket.inet_pton(socket.AF_INET6, self.source) + socket.inet_pton(socket.AF_INET6, self.destination)

    def frame(self) -> bytes:
        message = self.packet()
        following = VRRP_PROTOCOL
        if self.extension:
            message = bytes([VRRP_PROTOCOL, len(self.extension) // 8]) + self.extension + message
            following = 0
        header = struct.pack("!IHBB", 0x6C000000, len(message), following, self.ttl) + self._addresses()
        return self.ethernet_destination + self.ethernet_source + b"\x86\xdd" + header + message
