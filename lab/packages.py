"""Debian's packages, downloaded and unpacked into a private cache, never installed.

``apt-get`` resolves and verifies them against the machine's own sources; libraries the machine already has are not
fetched again. The result is a tree that nodes lay over their ``/usr`` and ``/etc``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from lab.errors import LabError

#: What the lab runs beside the agents: the service, the proxy, the rival and the judge of frames.
REQUIRED = ("nginx", "haproxy", "keepalived", "tshark", "monitoring-plugins-basic", "curl", "nftables")

#: What the tests ask health of, besides: laid over the first where a node wants servers.
SERVERS = (
    "redis-server", "postgresql-15", "mariadb-server-core", "exim4-daemon-light", "unbound", "python3-grpcio",
    "nghttp2-server", "dbus-daemon",
)

#: Another router to make an election with.
ROUTERS = ("frr",)

#: Directories that merged-/usr systems keep as links into /usr; older packages still ship files under the short names.
_MERGED = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")


def cache_directory() -> Path:
    """The lab's private cache: ``$XDG_CACHE_HOME/baton-lab`` or ``~/.cache/baton-lab``."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    path = Path(base) / "baton-lab"
    path.mkdir(parents=True, exist_ok=True)
    return path


def ensure(names: tuple[str, ...] = REQUIRED) -> Path:
    """Returns the tree with `names` and their dependencies unpacked, filling the cache on first use."""
    cache = cache_directory()
    key = hashlib.sha256("\n".join((*names, _release())).encode()).hexdigest()[:12]
    tree = cache / f"packages-{key}"
    with open(cache / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (tree / "complete").exists():
            print(f"Downloading {', '.join(names)} into {cache} (once; nothing is installed) ...", flush=True)
            shutil.rmtree(tree, ignore_errors=True)
            _fill(cache, tree, names)
            (tree / "complete").touch()
    return tree


def _release() -> str:
    try:
        return Path("/etc/os-release").read_text()
    except OSError:
        return ""


def _fill(cache: Path, tree: Path, names: tuple[str, ...]) -> None:
    if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
        raise LabError(
            "the lab takes nginx, haproxy, keepalived and tshark from Debian's packages, and this machine has no apt-get: "
            "run it on Debian or Ubuntu"
        )
    archives = tree / "archives"
    archives.mkdir(parents=True)
    options: list[str] = []
    files = _resolve(names, options)
    if files is None:
        options = _private_lists(cache)
        files = _resolve(names, options)
    if files is None:
        raise LabError(
            "apt-get cannot resolve " + ", ".join(names) + "; check its sources with: "
            "apt-get install --simulate " + " ".join(names)
        )
    wanted = [_specification(name) for name in files]
    if wanted:
        result = subprocess.run(
            ["apt-get", *options, "-qq", "download", *wanted], cwd=archives, capture_output=True, text=True, check=False
        )
        if result.returncode != 0:
            raise LabError(f"apt-get could not download the lab's packages:\n{result.stderr.strip()}")
    for archive in sorted(archives.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(archive), str(tree)], check=True)
    shutil.rmtree(archives)
    _merge_into_usr(tree)


def _resolve(names: tuple[str, ...], options: list[str]) -> list[str] | None:
    """The archive names `apt-get install` would fetch, or nil when the package lists are missing or too old."""
    result = subprocess.run(
        ["apt-get", *options, "-o", "Debug::NoLocking=1", "-qq", "-y", "--no-install-recommends", "--print-uris",
         "install", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        return None
    return [line.split()[1] for line in result.stdout.splitlines() if line.startswith("'")]


def _private_lists(cache: Path) -> list[str]:
    """Fetches package lists into the cache, so that the machine's own lists need neither exist nor be touched."""
    lists = cache / "lists"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    options = ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache / 'apt'}", "-o", "APT::Sandbox::User="]
    (cache / "apt" / "archives" / "partial").mkdir(parents=True, exist_ok=True)
    result = subprocess.run(["apt-get", *options, "-qq", "update"], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise LabError(f"apt-get update failed:\n{result.stderr.strip()}")
    return options


def _specification(archive: str) -> str:
    """``name_version_arch.deb`` as ``name:arch=version``, the spelling `apt-get download` understands."""
    name, version, architecture = archive.removesuffix(".deb").split("_")
    version = version.replace("%3a", ":").replace("%7e", "~")
    suffix = "" if architecture == "all" else f":{architecture}"
    return f"{name}{suffix}={version}"


def _merge_into_usr(tree: Path) -> None:
    for name in _MERGED:
        source = tree / name
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, tree / "usr" / name, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(source)
    (tree / "usr").mkdir(exist_ok=True)
    (tree / "etc").mkdir(exist_ok=True)
