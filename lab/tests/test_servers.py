"""The lab's own servers: each is what it says, to a client that is not ours."""

from __future__ import annotations

from pathlib import Path

from lab.laboratory import Laboratory
from lab.node import Node
from lab.servers import Authority, dbus, dns, grpc_health, haproxy, http2, mariadb, postgres, redis, smtp, web


def _says(node: Node, command: str, expected: str, text: str = "") -> None:
    result = node.run(["sh", "-c", command], check=False, text=text)
    assert expected in result.stdout + result.stderr, f"{command}: expected {expected!r}, got\n{result.stdout}{result.stderr}"


def test_servers_serve(work: Path) -> None:
    """nginx with TLS, haproxy, Redis, PostgreSQL, MariaDB, Exim, Unbound, gRPC, HTTP/2 and a bus answer on one node."""
    with Laboratory(work, servers=True) as lab:
        node = lab.add_node("servers", "172.20.0.9/16")
        Authority(node)
        for name, verdict in (("server", "OK"), ("expiring", "OK"), ("expired", "certificate has expired"),
                              ("stranger", "self-signed")):
            _says(node, f"openssl verify -CAfile /run/tls/ca.pem /run/tls/{name}.pem", verdict)
        web(node, 8080)
        web(node, 8443, certificate="server", protocols="TLSv1.2", client_authority=True)
        fetch = "import sys, urllib.request as u; print(u.urlopen(sys.argv[1]).read().decode())"
        _says(node, f"python3 -c '{fetch}' http://127.0.0.1:8080/json", '"replicas":3')
        _says(node, f"python3 -c '{fetch}' http://127.0.0.1:8080/status/503", "503")
        haproxy(node, 8000, "127.0.0.1:8080")
        _says(node, f"sleep 0.5; python3 -c '{fetch}' http://127.0.0.1:8000/healthz", "ok")
        _says(node, "openssl s_client -connect 127.0.0.1:8443 -CAfile /run/tls/ca.pem -verify_hostname web.test "
                    "-cert /run/tls/client.pem -key /run/tls/client.key", "Verify return code: 0 (ok)")
        http2(node)
        redis(node)
        redis(node, 6380, password="lab", primary=6379)
        _says(node, "redis-cli ping", "PONG")
        _says(node, "redis-cli -p 6380 ping", "NOAUTH")
        postgres(node, certificate="server")
        _says(node, "psql -h 127.0.0.1 -U postgres -Atc 'select 41 + 1'", "42")
        mariadb(node)
        greeting = "import socket; print(socket.create_connection((\"127.0.0.1\", 3306)).recv(100))"
        _says(node, f"python3 -c '{greeting}'", "MariaDB")
        smtp(node, certificate="server")
        _says(node, "openssl s_client -starttls smtp -connect 127.0.0.1:2525 -CAfile /run/tls/ca.pem -quiet", "return:1",
              text="QUIT\r\n")
        dns(node)
        _says(node, f"python3 -c '{_QUERY}' long.test udp", "truncated")
        _says(node, f"python3 -c '{_QUERY}' web.test tcp", "answers 2")
        grpc_health(node)
        _says(node, f"/usr/bin/python3 -c '{_HEALTH}'", "b\"\\x08\\x02\"".replace('"', "'"))
        dbus(node)


_QUERY = """
import socket, struct, sys
name, kind = sys.argv[1:]
labels = b"".join(bytes([len(l)]) + l.encode() for l in name.split(".")) + bytes(1)
query = struct.pack("!6H", 7, 256, 1, 0, 0, 0) + labels + struct.pack("!2H", 16 if name == "long.test" else 1, 1)
if kind == "udp":
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(2); s.sendto(query, ("127.0.0.1", 53))
    answer = s.recv(4096)
else:
    s = socket.create_connection(("127.0.0.1", 53), 2); s.sendall(struct.pack("!H", len(query)) + query)
    answer = s.recv(4096)[2:]
flags, _, answers = struct.unpack("!3H", answer[2:8])
print("truncated" if flags & 0x200 else "whole", "answers", answers)
"""

_HEALTH = """
import grpc

PARALLEL = True
def same(data): return data
channel = grpc.insecure_channel("127.0.0.1:50051")
call = channel.unary_unary("/grpc.health.v1.Health/Check", request_serializer=same, response_deserializer=same)
print(call(bytes([10, 4]) + b"down", timeout=3))
"""
