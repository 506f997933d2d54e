"""An SMTP server: Exim."""

from __future__ import annotations

import re

from lab.node import Node, Process
from lab.servers.listening import await_listener
from lab.servers.ordinary import ORDINARY_USER


def smtp(node: Node, port: int = 2525, *, certificate: str | None = None, accepts: bool = False) -> Process:
    """Exim, which greets and refuses all mail; with `certificate` (of the node's `Authority`) it offers STARTTLS.

    With `accepts` it takes every mail and keeps it: see `taken`."""
    lines = ["primary_hostname = mail.test", f"daemon_smtp_ports = {port}", "local_interfaces = 0.0.0.0",
             "spool_directory = /run/exim", "log_file_path = /run/exim/%slog", "acl_smtp_rcpt = " + ("everybody" if accepts else "nobody"),
             "queue_only = true"]
    if certificate is not None:
        lines += ["tls_advertise_hosts = *", f"tls_certificate = /run/tls/{certificate}.pem",
                  f"tls_privatekey = /run/tls/{certificate}.key"]
    else:
        lines += ["tls_advertise_hosts ="]
    lines += ["begin acl", "nobody:", "  deny", "everybody:", "  accept"]
    # It refuses to be root, and looks the user up that it was built for.
    node.run(["sh", "-ec", "mkdir -p /run/exim; grep -q ^Debian-exim: /etc/passwd || "
              "{ echo 'Debian-exim:x:1000:1000::/run/exim:/bin/false' >> /etc/passwd; "
              "echo 'Debian-exim:x:1000:' >> /etc/group; }; cat > /run/exim/exim.conf"], text="\n".join(lines) + "\n")
    process = node.start([*ORDINARY_USER, "exim4", "-C", "/run/exim/exim.conf", "-bdf", "-oX", str(port)], log=f"smtp-{port}")
    return await_listener(node, process, port)


def taken(node: Node) -> list[str]:
    """The header lines of every mail that Exim keeps, oldest first."""
    text = node.run(["sh", "-c", "cat /run/exim/input/*-H 2>/dev/null || true"]).stdout
    found = (re.match(r"\d{3}.? (.*)", line) for line in text.splitlines())
    return [match.group(1).strip() for match in found if match]
