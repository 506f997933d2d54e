"""nginx with and without TLS, haproxy, and nghttpd for HTTP/2 without TLS."""

from __future__ import annotations

from lab.node import Node, Process
from lab.servers.listening import await_listener

_HEAD = """daemon off; master_process off; user root; pid /run/nginx-{port}.pid; error_log stderr warn;
worker_rlimit_nofile 65536;
events {{ worker_connections 16384; }}
http {{
    access_log off;
    default_type text/plain;
    server {{
"""


def web(node: Node, port: int = 8080, *, certificate: str | None = None, protocols: str = "TLSv1.2 TLSv1.3",
        http2: bool = False, client_authority: bool = False, proxy_protocol: bool = False, body: str = "") -> Process:
    """nginx on `port` (and, without TLS, on the socket `/run/nginx-PORT.sock`).

    It knows `/` and `/healthz` (200 ok), `/json` (a document), `/status/NNN` for 204, 301, 404, 500 and 503,
    `/private` (user `lab`, password `lab`) and `/echo` (the request's Host, X-Test and peer in headers). `certificate`
    names one of the node's `Authority`, with which a client's may be demanded; `body` is more text for the server block.
    """
    words = [*(["ssl"] if certificate else []), *(["http2"] if http2 else []), *(["proxy_protocol"] if proxy_protocol else [])]
    text = [_HEAD.format(port=port), f"listen {port} {' '.join(words)}; listen [::]:{port} ipv6only=on {' '.join(words)};"]
    if certificate is None and not proxy_protocol:
        text.append(f"listen unix:/run/nginx-{port}.sock;")
    if certificate is not None:
        text += [f"ssl_certificate /run/tls/{certificate}.pem; ssl_certificate_key /run/tls/{certificate}.key;",
                 f"ssl_protocols {protocols};"]
    if client_authority:
        text.append("ssl_client_certificate /run/tls/ca.pem; ssl_verify_client on;")
    text += ['location = / { return 200 "ok\\n"; }', 'location = /healthz { return 200 "ok\\n"; }',
             'location = /json { default_type application/json; return 200 '
             '\'{"status":"ok","replicas":3,"lag":0.25,"nodes":[{"name":"a","up":true}]}\'; }',
             *(f'location = /status/{code} {{ return {code}{" /healthz" if code == 301 else ""}; }}'
               for code in (204, 301, 404, 500, 503)),
             'location = /private { auth_basic lab; auth_basic_user_file /run/nginx-users; '
             'try_files /none @private; } location @private { return 200 "in\\n"; }',
             'location = /echo { add_header X-Host $http_host; add_header X-Test $http_x_test; '
             f'add_header X-Peer {"$proxy_protocol_addr" if proxy_protocol else "$remote_addr"}; '
             'return 200 "$request_method $http_host\\n"; }', body, "}}"]
    node.run(["sh", "-ec", "printf 'lab:{PLAIN}lab\\n' > /run/nginx-users; mkdir -p /var/log/nginx /var/lib/nginx; "
              f"cat > /run/nginx-{port}.conf"], text="\n".join(text))
    process = node.start(["nginx", "-e", "stderr", "-c", f"/run/nginx-{port}.conf"], log=f"nginx-{port}")
    return await_listener(node, process, port)


def haproxy(node: Node, port: int, backend: str) -> Process:
    """haproxy in HTTP mode before `backend` (`ADDRESS:PORT`), and as a forward proxy's stand-in it keeps every header."""
    text = ("defaults\n  mode http\n  timeout connect 1s\n  timeout client 5s\n  timeout server 5s\n"
            f"listen lab\n  bind 0.0.0.0:{port}\n  option httpchk GET /healthz\n  server only {backend} check inter 200\n")
    node.run(["sh", "-ec", f"cat > /run/haproxy-{port}.cfg"], text=text)
    return await_listener(node, node.start(["haproxy", "-db", "-f", f"/run/haproxy-{port}.cfg"], log=f"haproxy-{port}"), port)


def http2(node: Node, port: int = 8082) -> Process:
    """nghttpd: HTTP/2 with prior knowledge, without TLS, serving one file at `/healthz`."""
    node.run(["sh", "-ec", "mkdir -p /run/h2 && echo ok > /run/h2/healthz"])
    return await_listener(
        node, node.start(["nghttpd", "--no-tls", "-d", "/run/h2", str(port)], log=f"http2-{port}"), port)
