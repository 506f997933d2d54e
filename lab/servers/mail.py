"""An SMTP server: Exim."""

from __future__ import annotations

from lab.node import Node, Process
from lab.servers.listening import await_listener
from lab.servers.ordinary import ORDINARY_USER


def smtp(node: Node, port: int = 2525, *, certificate: str | None = None) -> Process:
    """Exim, which greets and refuses all mail; with `certificate` (of the node's `Authority`) it offers STARTTLS."""
    lines = ["primary_hostname = mail.test", f"daemon_smtp_ports = {port}", "local_interfaces = 0.0.0.0",
             "spool_directory = /run/exim", "log_file_path = /run/exim/%slog", "acl_smtp_rcpt = nobody"]
    if certificate is not None:
        lines += ["tls_advertise_hosts = *", f"tls_certificate = /run/tls/{certificate}.pem",
                  f"tls_privatekey = /run/tls/{certificate}.key"]
    else:
        lines += ["tls_advertise_hosts ="]
    lines += ["begin acl", "nobody:", "  deny"]
    # It refuses to be root, and looks the user up that it was built for.
    node.run(["sh", "-ec", "mkdir -p /run/exim; grep -q ^Debian-exim: /etc/passwd || "
              "{ echo 'Debian-exim:x:1000:1000::/run/exim:/bin/false' >> /etc/passwd; "
              "echo 'Debian-exim:x:1000:' >> /etc/group; }; cat > /run/exim/exim.conf"], text="\n".join(lines) + "\n")
    process = node.start([*ORDINARY_USER, "exim4", "-C", "/run/exim/exim.conf", "-bdf", "-oX", str(port)], log=f"smtp-{port}")
    return await_listener(node, process, port)
