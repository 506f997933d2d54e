"""A DNS server: Unbound, with a zone of its own and nobody to ask."""

from __future__ import annotations

from lab.node import Node, Process
from lab.servers.listening import await_listener

#: What the zone `test.` holds; everything else in it does not exist, and everything outside is refused.
RECORDS = (
    "test. 60 IN SOA ns.test. admin.test. 1 3600 600 86400 60",
    "test. 60 IN NS ns.test.",
    "web.test. 60 IN A 192.0.2.10",
    "web.test. 60 IN A 192.0.2.11",
    "web.test. 60 IN AAAA 2001:db8::10",
    "www.test. 60 IN CNAME web.test.",
    "test. 60 IN MX 10 mail.test.",
    "mail.test. 60 IN A 192.0.2.25",
    '_http._tcp.test. 60 IN SRV 0 5 8080 web.test.',
    '10.2.0.192.in-addr.arpa. 60 IN PTR web.test.',
    'words.test. 60 IN TXT "hello" "lab"',
    # Too much for a datagram: the answer is truncated and wants TCP.
    *(f'long.test. 60 IN TXT "{number:03d}{"x" * 200}"' for number in range(20)),
)


def dns(node: Node, port: int = 53) -> Process:
    """Unbound over UDP and TCP; see `RECORDS`."""
    lines = ["server:", '  interface: 0.0.0.0', f"  port: {port}", '  username: ""', '  chroot: ""', '  directory: "/run"',
             '  pidfile: ""', "  do-daemonize: no", "  use-syslog: no", "  access-control: 0.0.0.0/0 allow",
             "  module-config: \"iterator\"", "  max-udp-size: 1232", '  local-zone: "." refuse',
             '  local-zone: "test." static', '  local-zone: "2.0.192.in-addr.arpa." static',
             *(f"  local-data: '{record}'" for record in RECORDS), "remote-control:", "  control-enable: no"]
    node.run(["sh", "-ec", f"cat > /run/unbound-{port}.conf"], text="\n".join(lines) + "\n")
    process = node.start(["unbound", "-d", "-c", f"/run/unbound-{port}.conf"], log=f"dns-{port}")
    return await_listener(node, process, port, udp=True)
