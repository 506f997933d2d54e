"""A certificate authority of the lab's own, and certificates good and bad."""

from __future__ import annotations

from lab.node import Node

_DIRECTORY = "/run/tls"

# openssl has no "valid from - to" before 3.4 for `x509 -req`, but `ca` takes both ends of the validity.
_CONFIGURATION = f"""
[ca]
default_ca = lab
[lab]
database = {_DIRECTORY}/index
serial = {_DIRECTORY}/serial
new_certs_dir = {_DIRECTORY}
default_md = sha256
policy = anything
unique_subject = no
[anything]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
"""


class Authority:
    """Certificates in `/run/tls` of a node: `NAME.pem` beside `NAME.key`, the authority's own as `ca.pem`.

    `server` is good for `web.test`, `localhost`, 127.0.0.1 and the node's address for ten years; `expiring` ends in
    `days` days; `expired` ended yesterday; `elsewhere` is good for `other.test` alone; `client` identifies a client;
    `stranger` is signed by itself.
    """

    directory = _DIRECTORY

    def __init__(self, node: Node, days: int = 10) -> None:
        self._node = node
        self._shell(
            f"mkdir -p {_DIRECTORY} && cd {_DIRECTORY} && touch index && echo 01 > serial && cat > lab.cnf",
            _CONFIGURATION)
        self._shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key -out ca.pem "
            "-days 3650 -subj '/CN=Lab authority' -config lab.cnf -extensions authority")
        names = f"DNS:web.test,DNS:localhost,IP:127.0.0.1,IP:{node.address}"
        self._issue("server", names, "-days 3650")
        self._issue("expiring", names, f"-days {days}")
        self._issue("expired", names, '-startdate 20200101000000Z -enddate "$(date -u -d yesterday +%Y%m%d%H%M%SZ)"')
        self._issue("elsewhere", "DNS:other.test", "-days 3650")
        self._issue("client", "DNS:client.test", "-days 3650")
        self._shell(
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout stranger.key "
            f"-out stranger.pem -days 3650 -subj /CN=stranger -config lab.cnf -addext subjectAltName={names}")

    def path(self, name: str) -> str:
        return f"{_DIRECTORY}/{name}"

    def _issue(self, name: str, alternatives: str, validity: str) -> None:
        self._shell(
            f"printf 'subjectAltName={alternatives}\\nbasicConstraints=CA:false\\nauthorityKeyIdentifier=keyid\\n' > {name}.ext && "
            "openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
            f"-keyout {name}.key -out {name}.csr -subj /CN={name} -config lab.cnf && "
            f"openssl ca -batch -config lab.cnf -cert ca.pem -keyfile ca.key -in {name}.csr -out {name}.pem -notext "
            f"-extfile {name}.ext {validity}")

    def _shell(self, script: str, text: str | None = None) -> None:
        self._node.run(["sh", "-ec", f"cd {_DIRECTORY} 2>/dev/null || true; {script}"], text=text)
