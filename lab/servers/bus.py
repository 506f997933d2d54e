"""A message bus, on which a test may put a stand-in for systemd."""

from __future__ import annotations

from lab.node import Node, Process
from lab.node import wait_for

SOCKET = "/run/dbus/system_bus_socket"


def dbus(node: Node) -> Process:
    """dbus-daemon at the system bus's address, open to everyone of the node."""
    text = ("<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN' "
            "'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'><busconfig><type>system</type>"
            f"<listen>unix:path={SOCKET}</listen><auth>EXTERNAL</auth><policy context='default'><allow user='*'/>"
            "<allow own='*'/><allow send_destination='*'/><allow receive_sender='*'/></policy></busconfig>")
    node.run(["sh", "-ec", "mkdir -p /run/dbus; cat > /run/dbus/lab.conf"], text=text)
    process = node.start(["dbus-daemon", "--nofork", "--nopidfile", "--config-file=/run/dbus/lab.conf"], log="dbus")
    wait_for(lambda: node.run(["test", "-S", SOCKET], check=False).returncode == 0, 5, "the message bus")
    return process
