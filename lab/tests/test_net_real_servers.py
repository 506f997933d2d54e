"""The http, tcp and grpc checks and their samples in checks.d, against Debian's own servers."""

from __future__ import annotations

import json
from pathlib import Path

from lab.agents import BATON
from lab.laboratory import Laboratory
from lab.node import Node
from lab.servers import Authority, grpc_health, mariadb, postgres, redis, smtp, web

PARALLEL = True

_SAMPLES = Path(__file__).resolve().parents[2] / "checks.d"


class _Checks:
    """The definitions of one node, and what `baton check run` says of them."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._count = 0

    def sample(self, name: str) -> None:
        """A file of checks.d as it is."""
        self._write(name, (_SAMPLES / f"{name}.conf").read_text())

    def adapted(self, name: str, replacements: dict[str, str]) -> None:
        """A sample whose words the lab must change: each must occur in it."""
        text = (_SAMPLES / f"{name}.conf").read_text()
        for old, new in replacements.items():
            assert old in text, f"{name}.conf no longer says {old!r}"
            text = text.replace(old, new)
        self._write(name, text)

    def define(self, plugin: str, *options: str) -> str:
        """A check of one plugin line and its options; answers its name."""
        self._count += 1
        name = f"c{self._count}"
        self._write(name, f"check {name} {{\n    {plugin} {{\n        " + "\n        ".join(options) + "\n    }\n    timeout 3\n}\n")
        return name

    def _write(self, name: str, text: str) -> None:
        self._node.run(["sh", "-ec", f"mkdir -p /run/checks; cat > /run/checks/{name}.conf"], text=text)

    def run(self, name: str) -> dict:
        result = self._node.run(["baton", "check", "run", name, "--checks", "/run/checks", "--format", "json"], check=False)
        try:
            answer = json.loads(result.stdout)
        except ValueError:
            raise AssertionError(f"{name}: {result.stdout}{result.stderr}") from None
        return answer[0] if isinstance(answer, list) else answer

    def expect(self, name: str, status: str, reason: str, *words: str) -> dict:
        """One run, with this verdict and these words in its summary."""
        run = self.run(name)
        assert (run["status"], run["reason"]) == (status, reason), f"{name}: expected {status} {reason}, got {run}"
        for word in words:
            assert word in run["summary"], f"{name}: expected {word!r} in {run['summary']!r}"
        return run

    def expect_of(self, verdict: str, plugin: str, *options: str) -> dict:
        """As `expect`, of a check that is defined on the spot; `verdict` is its status and reason."""
        status, reason = verdict.split()
        return self.expect(self.define(plugin, *options), status, reason)


def _node(lab: Laboratory) -> Node:
    return lab.add_node("servers", "172.20.0.9/16", BATON.binds())


def test_http_against_nginx(work: Path) -> None:
    """Status, headers, JSON, credentials, sockets and the PROXY header are judged as nginx means them."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        web(node, 8080)
        web(node, 8081, proxy_protocol=True)
        url = "http http://127.0.0.1:8080"
        checks.expect_of("pass ok", f"{url}/healthz", 'expect_body "ok"', 'refuse_body "error"')
        checks.expect_of("pass ok", f"{url}/json", "json /status == ok", "json /replicas >= 3", "json /nodes/0/up == true",
                         "expect_header Content-Type ^application/json", "refuse_header X-Maintenance")
        checks.expect_of("fail http.json", f"{url}/json", "json /lag < 0.1")
        checks.expect_of("fail http.status", f"{url}/status/503")
        checks.expect_of("warn http.status", f"{url}/status/503", "warn_status 503")
        checks.expect_of("pass ok", f"{url}/status/301", "follow_redirects 1", 'expect_body "ok"')
        checks.expect_of("fail http.status", f"{url}/status/301")
        checks.expect_of("fail http.status", f"{url}/private")
        node.run(["sh", "-ec", "umask 077; printf 'lab:lab\\n' > /run/basic"])
        checks.expect_of("pass ok", f"{url}/private", "basic_auth_file /run/basic", 'expect_body "in"')
        node.run(["chmod", "644", "/run/basic"])
        checks.expect_of("warn file.exposed", f"{url}/private", "basic_auth_file /run/basic")
        checks.expect_of("pass ok", f"{url}/echo", "host www.lab.test", "header X-Test yes", 'expect_header X-Host "^www.lab.test$"',
                         'expect_header X-Test "^yes$"')
        checks.expect_of("pass ok", f"{url}/echo", "source 127.0.0.8", 'expect_header X-Peer "^127.0.0.8$"')
        checks.expect_of("pass ok", f"{url}/echo", "method POST", 'body "a=1"', 'expect_body "POST"')
        checks.expect_of("pass ok", "http http://localhost/healthz", "unix_socket /run/nginx-8080.sock")
        checks.expect_of("pass ok", "http http://[::1]:8080/", "family ipv6")
        checks.expect_of("fail tcp.refused", "http http://127.0.0.1:9/")
        checks.expect_of("pass ok", "http http://127.0.0.1:8081/echo", "proxy_protocol v1", 'expect_header X-Peer "^127.0.0.1$"')
        checks.expect_of("fail http.protocol", "http http://127.0.0.1:8081/echo")
        node.kill_named("nginx")
        checks.expect_of("fail tcp.refused", f"{url}/healthz")


def test_tls_against_nginx(work: Path) -> None:
    """Certificates that are good, strange, misnamed, expiring and expired, versions and client certificates are told apart."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        Authority(node, days=10)
        for port, certificate in ((8443, "server"), (8444, "expiring"), (8445, "expired"), (8446, "elsewhere"), (8447, "stranger")):
            web(node, port, certificate=certificate, http2=True)
        web(node, 8448, certificate="server", protocols="TLSv1.2")
        web(node, 8449, certificate="server", client_authority=True)
        trust = "ca_file /run/tls/ca.pem"
        for plugin, more in (("http https://127.0.0.1:{}/", ()), ("tcp 127.0.0.1:{}", ("tls on",))):
            def expect(verdict: str, port: int, *options: str) -> None:
                checks.expect_of(verdict, plugin.format(port), *more, *options)

            expect("pass ok", 8443, trust)
            expect("fail tls.untrusted", 8443)
            expect("pass ok", 8443, "verify off")
            expect("pass ok", 8443, trust, "sni web.test", "min_tls 1.3")
            expect("fail tls.name", 8443, trust, "sni other.test")
            expect("pass ok", 8444, trust, "certificate_warn_days 5")
            expect("warn tls.expiring", 8444, trust, "certificate_warn_days 30", "certificate_fail_days 2")
            expect("fail tls.expiring", 8444, trust, "certificate_fail_days 30")
            expect("fail tls.expired", 8445, trust)
            expect("fail tls.name", 8446, trust)
            expect("pass ok", 8446, trust, "sni other.test")
            expect("fail tls.untrusted", 8447, trust)
            expect("fail tls.version", 8448, trust, "min_tls 1.3")
        checks.expect_of("pass ok", "http https://127.0.0.1:8443/", trust, "http_version 2")
        checks.expect_of("fail http.version", "http https://127.0.0.1:8448/", trust, "http_version 2")
        checks.expect_of("fail http.status", "http https://127.0.0.1:8449/", trust)
        checks.expect_of("pass ok", "http https://127.0.0.1:8449/", trust, "client_certificate /run/tls/client.pem",
                         "client_key /run/tls/client.key")
        checks.adapted("api-https", {"/health {": "/json {", "api.example.org": "web.test", "# ca_file             "
                                     "/etc/ssl/certs/internal-ca.pem": trust})
        run = checks.expect("api", "pass", "ok")
        assert {"dns", "connect", "tls", "first_byte", "total", "certificate_days"} <= {m["name"] for m in run["measurements"]}, run


def test_redis_recipes(work: Path) -> None:
    """Redis answers PING and says whether it is the primary, with and without a password."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        checks.sample("redis-tcp")
        checks.sample("redis-role")
        checks.expect("redis_primary", "fail", "tcp.refused")
        redis(node)
        redis(node, 6380, primary=6379)
        checks.expect("redis_port", "pass", "ok")
        checks.expect("redis_primary", "pass", "ok")
        checks.adapted("redis-role", {"127.0.0.1:6379": "127.0.0.1:6380"})
        checks.expect("redis_primary", "fail", "tcp.answer", "role:slave")
        redis(node, 6381, password="lab-secret")
        checks.adapted("redis-role", {"127.0.0.1:6379": "127.0.0.1:6381"})
        checks.expect("redis_primary", "fail", "tcp.answer", "-NOAUTH")
        node.run(["sh", "-ec", "umask 077; printf 'AUTH lab-secret\\r\\n' > /run/redis.auth"])
        uncommented = {"127.0.0.1:6379": "127.0.0.1:6381", "# send_file     /etc/baton/redis.auth": "send_file /run/redis.auth",
                       '# expect        "+OK': 'expect "+OK'}
        checks.adapted("redis-role", uncommented)
        run = checks.expect("redis_primary", "pass", "ok")
        assert "lab-secret" not in json.dumps(run), run
        node.run(["sh", "-ec", "printf 'AUTH wrong-secret\\r\\n' > /run/redis.auth"])
        run = checks.expect("redis_primary", "fail", "tcp.answer", "-WRONGPASS")
        assert "wrong-secret" not in json.dumps(run), run


def test_database_recipes(work: Path) -> None:
    """PostgreSQL takes connections, is the primary and shows its certificate; MariaDB greets."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        Authority(node)
        checks.adapted("postgres-tcp", {"db.example.org:5432": "127.0.0.1:5432", "# ca_file             "
                                        "/etc/ssl/certs/internal-ca.pem": "ca_file /run/tls/ca.pem"})
        checks.sample("mariadb-tcp")
        checks.expect("postgres_accepts", "fail", "tcp.refused")
        postgres(node, certificate="server")
        checks.expect("postgres_accepts", "pass", "ok")
        checks.expect("postgres_primary", "fail", "tcp.answer", "FATAL")
        node.run(["psql", "-h", "127.0.0.1", "-U", "postgres", "-c", "create role baton login"])
        checks.expect("postgres_primary", "pass", "ok")
        checks.expect("postgres_certificate", "pass", "ok")
        plain = checks.define("tcp 127.0.0.1:5433", "starttls postgres")
        postgres(node, 5433)
        checks.expect(plain, "fail", "tcp.answer", "expected 'S', got 'N'")
        mariadb(node)
        checks.expect("mariadb_greets", "pass", "ok")


def test_mail_recipes(work: Path) -> None:
    """Exim greets, and shows its certificate after STARTTLS."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        Authority(node, days=10)
        smtp(node, 2525, certificate="server")
        smtp(node, 2526, certificate="expiring")
        smtp(node, 2527)
        checks.adapted("mail-tcp", {"127.0.0.1:25 ": "127.0.0.1:2525 ", "127.0.0.1:587": "127.0.0.1:2525",
                                    "sni                   mail.example.org": "sni web.test\n        ca_file /run/tls/ca.pem"})
        checks.expect("mail_greets", "pass", "ok")
        checks.expect("mail_tls", "pass", "ok")
        starttls = ("starttls smtp", "ca_file /run/tls/ca.pem")
        checks.expect_of("warn tls.expiring", "tcp 127.0.0.1:2526", *starttls, "certificate_warn_days 30")
        checks.expect_of("fail tls.name", "tcp 127.0.0.1:2526", *starttls, "sni other.test")
        checks.expect_of("fail tls.untrusted", "tcp 127.0.0.1:2525", "starttls smtp")
        checks.expect_of("fail tcp.answer", "tcp 127.0.0.1:2527", "starttls smtp")
        checks.expect_of("pass ok", "tcp 127.0.0.1:2525", *starttls, 'send "NOOP\\r\\n"', 'expect "250 "')


def test_grpc_against_grpcio(work: Path) -> None:
    """A gRPC server serves, does not, or does not know the service, over plain HTTP/2 and over TLS."""
    with Laboratory(work, servers=True) as lab:
        node = _node(lab)
        checks = _Checks(node)
        Authority(node)
        grpc_health(node, statuses="=1,shop.Orders=1,down=2,lost=0")
        grpc_health(node, 50052, certificate="server")
        checks.sample("orders-grpc")
        checks.expect("orders", "pass", "ok")
        plain, secure = "grpc 127.0.0.1:50051", "grpc 127.0.0.1:50052"
        checks.expect_of("pass ok", plain, "authority orders.test", "metadata x-probe baton")
        checks.expect_of("fail grpc.status", plain, "service down")
        checks.expect_of("fail grpc.status", plain, "service lost")
        checks.expect_of("fail grpc.status", plain, "service nobody")
        checks.expect_of("pass ok", secure, "tls on", "ca_file /run/tls/ca.pem", "service up", "certificate_warn_days 14")
        checks.expect_of("fail tls.untrusted", secure, "tls on")
        checks.expect_of("fail grpc.protocol", secure)
        checks.expect_of("fail tls.failed", plain, "tls on")
        checks.expect_of("fail tcp.refused", "grpc 127.0.0.1:9")
