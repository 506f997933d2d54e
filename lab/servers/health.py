"""A gRPC server with the standard health service, on grpcio."""

from __future__ import annotations

from lab.node import Node, Process
from lab.servers.listening import await_listener

# The two messages of grpc.health.v1 are one field each: a name (field 1, text) asked, a status (field 1, enum) answered.
_PROGRAM = r"""
import sys, grpc
from concurrent import futures
statuses = dict(word.split("=") for word in sys.argv[2].split(","))
def check(request, context):
    name = request[2:2 + request[1]].decode() if request else ""
    if name not in statuses:
        context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
    return b"\x08" + bytes([int(statuses[name])])
def same(data): return data
handler = grpc.unary_unary_rpc_method_handler(check, request_deserializer=same, response_serializer=same)
server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[
    grpc.method_handlers_generic_handler("grpc.health.v1.Health", {"Check": handler})])
if len(sys.argv) > 3:
    key, chain = open(f"/run/tls/{sys.argv[3]}.key", "rb").read(), open(f"/run/tls/{sys.argv[3]}.pem", "rb").read()
    server.add_secure_port(f"0.0.0.0:{sys.argv[1]}", grpc.ssl_server_credentials([(key, chain)]))
else:
    server.add_insecure_port(f"0.0.0.0:{sys.argv[1]}")
server.start()
server.wait_for_termination()
"""


def grpc_health(node: Node, port: int = 50051, *, certificate: str | None = None,
                statuses: str = "=1,up=1,down=2,lost=0") -> Process:
    """`statuses` is `SERVICE=NUMBER,...` (1 serving, 2 not serving, 0 unknown); the empty service is the server itself."""
    command = ["/usr/bin/python3", "-c", _PROGRAM, str(port), statuses, *([certificate] if certificate else [])]
    return await_listener(node, node.start(command, log=f"grpc-{port}"), port)
