"""Redis, PostgreSQL and MariaDB."""

from __future__ import annotations

from lab.node import Node, Process
from lab.servers.listening import await_listener
from lab.servers.ordinary import ORDINARY_USER

_POSTGRES = "/usr/lib/postgresql/15/bin"


def redis(node: Node, port: int = 6379, *, password: str | None = None, primary: int | None = None) -> Process:
    """Redis on every address; with `password` it wants AUTH, with `primary` it follows the server on that local port."""
    command = ["redis-server", "--bind", "0.0.0.0", "--port", str(port), "--save", "", "--protected-mode", "no",
               "--dir", "/tmp"]
    if password is not None:
        command += ["--requirepass", password]
    if primary is not None:
        command += ["--replicaof", "127.0.0.1", str(primary)]
    return await_listener(node, node.start(command, log=f"redis-{port}"), port)


def postgres(node: Node, port: int = 5432, *, certificate: str | None = None) -> Process:
    """PostgreSQL 15 (which refuses to be root), new and empty, that trusts everyone; `certificate` is the name of one of the node's `Authority`."""
    data = f"/run/postgres-{port}"
    node.run([*ORDINARY_USER, f"{_POSTGRES}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"],
             seconds=90)
    settings = ["-c", "listen_addresses=*", "-c", f"port={port}", "-c", f"unix_socket_directories={data}", "-c", "fsync=off"]
    if certificate is not None:
        key = f"{data}/server.key"
        node.run([*ORDINARY_USER, "sh", "-c", f"cp /run/tls/{certificate}.key {key} && chmod 600 {key}"])
        settings += ["-c", "ssl=on", "-c", f"ssl_cert_file=/run/tls/{certificate}.pem", "-c", f"ssl_key_file={key}"]
    node.run(["sh", "-c", f"echo 'host all all all trust' >> {data}/pg_hba.conf"])
    process = node.start([*ORDINARY_USER, f"{_POSTGRES}/postgres", "-D", data, *settings], log=f"postgres-{port}")
    return await_listener(node, process, port)


def mariadb(node: Node, port: int = 3306) -> Process:
    """MariaDB, new and empty, without a password for root; it lets any host's client begin its greeting."""
    data = f"/run/mariadb-{port}"
    # The packaged set-up script wants programs of the client package; the server itself reads the same statements.
    node.run(["sh", "-ec",
              f"mkdir -p {data}/mysql; cd /usr/share/mysql; "
              "{ echo 'use mysql;'; cat mysql_system_tables.sql mysql_performance_tables.sql mysql_system_tables_data.sql; } | "
              f"/usr/sbin/mariadbd --no-defaults --bootstrap --user=root --datadir={data} --silent-startup 2>&1 | tail -5"],
             seconds=90)
    process = node.start(["/usr/sbin/mariadbd", "--no-defaults", "--user=root", f"--datadir={data}", f"--port={port}",
                          f"--socket={data}/socket", f"--pid-file={data}/pid", "--bind-address=0.0.0.0",
                          "--skip-name-resolve"], log=f"mariadb-{port}")
    return await_listener(node, process, port)
