"""Advertisements and ARP on the switch, with the kernel's own time of each frame."""

from __future__ import annotations

import ctypes
import select
import socket
import struct
import threading
import time
from pathlib import Path
from types import TracebackType

from lab.frames import ALL_NODES, Advertisement, GratuitousARP, NeighbourAdvertisement, parse

_ETH_P_ALL = 3
_SO_ATTACH_FILTER = 26
_SO_TIMESTAMPNS = 35
_SO_RCVBUFFORCE = 33
# Classic BPF: ARP, IPv4 or IPv6 with protocol 112 (not a later fragment's business), or a neighbour advertisement;
# everything else is dropped in the kernel, or a client asking a thousand times a second would drown the reader.
_FILTER = (
    (0x28, 0, 0, 12), (0x15, 9, 0, 0x0806), (0x15, 0, 2, 0x0800), (0x30, 0, 0, 23), (0x15, 6, 7, 112),
    (0x15, 0, 6, 0x86DD), (0x30, 0, 0, 20), (0x15, 3, 0, 112), (0x15, 0, 3, 58), (0x30, 0, 0, 54), (0x15, 0, 1, 136),
    (0x06, 0, 0, 0xFFFF), (0x06, 0, 0, 0),
)


class Capture:
    """Listens from the moment it is made until `close`. Times are seconds of the monotonic clock."""

    def __init__(self, interface: str) -> None:
        self._lock = threading.Lock()
        self._frames: list[tuple[float, bytes]] = []
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
        program = b"".join(struct.pack("HBBI", *instruction) for instruction in _FILTER)
        buffer = ctypes.create_string_buffer(program, len(program))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER,
                                struct.pack("HL", len(_FILTER), ctypes.addressof(buffer)))
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        self._socket.bind((interface, _ETH_P_ALL))
        self._offset = time.time() - time.monotonic()
        self._running = True
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self) -> Capture:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._running:
            self._running = False
            self._thread.join()
            self._socket.close()

    def _read(self) -> None:
        while self._running:
            if not select.select([self._socket], [], [], 0.05)[0]:
                continue
            data, ancillary, _, sender = self._socket.recvmsg(2048, 64)
            if sender[2] == socket.PACKET_OUTGOING:  # type: ignore[index]
                continue
            stamp = time.time()
            for level, kind, value in ancillary:
                if level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS:
                    seconds, nanoseconds = struct.unpack("qq", value[:16])
                    stamp = seconds + nanoseconds / 1e9
            with self._lock:
                self._frames.append((stamp - self._offset, data))

    def frames(self, since: float = 0) -> list[Advertisement | GratuitousARP | NeighbourAdvertisement]:
        """What has been heard since a moment, in order."""
        with self._lock:
            captured = [item for item in self._frames if item[0] >= since]
        return [parsed for moment, frame in captured if (parsed := parse(moment, frame)) is not None]

    def raw(self, since: float = 0) -> list[tuple[float, bytes]]:
        """Whole frames with their moments."""
        with self._lock:
            return [item for item in self._frames if item[0] >= since]

    def advertisements(self, source: str | None = None, since: float = 0) -> list[Advertisement]:
        return [f for f in self.frames(since) if isinstance(f, Advertisement) and source in (None, f.source)]

    def gratuitous(self, address: str | None = None, since: float = 0) -> list[GratuitousARP]:
        return [f for f in self.frames(since) if isinstance(f, GratuitousARP) and address in (None, f.address)]

    def unsolicited(self, address: str | None = None, since: float = 0) -> list[NeighbourAdvertisement]:
        """Neighbour advertisements that nobody asked for."""
        return [f for f in self.frames(since) if isinstance(f, NeighbourAdvertisement) and not f.solicited
                and f.destination == ALL_NODES and address in (None, f.address)]

    def write(self, path: Path) -> None:
        """Saves everything heard as a pcap file with nanosecond times."""
        with self._lock, open(path, "wb") as file:
            file.write(struct.pack("IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
            for moment, frame in self._frames:
                stamp = moment + self._offset
                file.write(struct.pack("IIII", int(stamp), int(stamp % 1 * 1e9), len(frame), len(frame)))
                file.write(frame)
