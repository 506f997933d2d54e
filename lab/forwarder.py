"""The published port: what `ports: 8000:6301` is in a compose file, a small TCP forwarder on the client's side.

``python3 -m lab.forwarder LISTEN_PORT ADDRESS PORT`` runs until it is killed.
"""

from __future__ import annotations

import asyncio
import sys


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(16384):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
    except OSError:
        pass


async def _serve(port: int, address: str, target: int) -> None:
    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(address, target)
        except OSError:
            writer.close()
            return
        # The end of either direction's source ends the pair; a forwarder keeps no half-open connection alive.
        near = asyncio.ensure_future(_copy(reader, far_writer))
        await _copy(far_reader, writer)
        near.cancel()
        far_writer.close()
        writer.close()

    server = await asyncio.start_server(accept, "0.0.0.0", port, backlog=512)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
