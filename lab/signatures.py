"""What stands behind a signed advertisement (`auth_hmac`), read and verified by Python's own HMAC-SHA256."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass

from lab.frames import VRRP_PROTOCOL

LENGTH = 28


@dataclass(frozen=True)
class Trailer:
    """The trailer of a captured frame, and what its code was made over but for the key."""

    source: str
    key: int
    #: Seconds, a fraction in steps of 2⁻¹⁶ and a counter.
    sequence: int
    code: bytes
    covered: bytes

    def is_valid(self, key: bytes) -> bool:
        return hmac.compare_digest(hmac.new(key, self.covered, hashlib.sha256).digest()[:16], self.code)


def parse(frame: bytes) -> Trailer | None:
    """The trailer of an IPv4 advertisement, or nil where there is none."""
    if frame[12:14] != b"\x08\x00" or len(frame) < 34 or frame[23] != VRRP_PROTOCOL:
        return None
    header = (frame[14] & 15) * 4
    packet = frame[14 + header:14 + struct.unpack("!H", frame[16:18])[0]]
    version = packet[0] >> 4
    length = 8 + 4 * packet[3] + (8 if version == 2 else 0)
    if len(packet) != length + LENGTH:
        return None
    message, trailer = packet[:length], packet[length:]
    scheme, key, reserved, sequence = struct.unpack("!BBHQ", trailer[:12])
    if scheme != 1 or reserved != 0:
        return None
    pseudo = bytes([4, version, packet[1], 0]) + frame[26:30] + bytes(12)
    covered = pseudo + message[:6] + bytes(2) + message[8:] + trailer[:12] + bytes(16)
    return Trailer(".".join(str(byte) for byte in frame[26:30]), key, sequence, trailer[12:], covered)
