"""Real servers for checks to be made against: Debian's own, each on a node of its own or beside an agent.

A node has them when its laboratory was made with ``servers=True``. Every function starts one server, waits until it
listens, and returns its process; it ends with the node. Nothing here is a secret or guards one.
"""

from lab.servers.authority import Authority
from lab.servers.bus import dbus
from lab.servers.database import mariadb, postgres, redis
from lab.servers.health import grpc_health
from lab.servers.listening import await_listener
from lab.servers.mail import smtp
from lab.servers.names import dns
from lab.servers.web import haproxy, http2, web

__all__ = [
    "Authority", "await_listener", "dbus", "dns", "grpc_health", "haproxy", "http2", "mariadb", "postgres", "redis", "smtp",
    "web",
]
