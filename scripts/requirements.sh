# Sourced by the other scripts: what building and the lab need, and getting it.
# shellcheck shell=bash

# Each line: a test that succeeds where the need is met, and the Debian package that meets it.
missing_packages() {
    pkg-config --exists libcurl 2>/dev/null || echo libcurl4-openssl-dev
    # The hash of `auth_hmac` is linked into the programs.
    pkg-config --exists libcrypto 2>/dev/null || echo libssl-dev
    command -v pkg-config >/dev/null || echo pkg-config
    command -v ip >/dev/null || [ -x /usr/sbin/ip ] || [ -x /sbin/ip ] || echo iproute2
    [ -x /usr/bin/python3 ] || echo python3
    command -v unshare >/dev/null || echo util-linux
    command -v mount >/dev/null || echo mount
    command -v pidof >/dev/null || echo sysvinit-utils
    # The lab's certificates, and the tests' TLS servers.
    command -v openssl >/dev/null || echo openssl
    # The build tool fetches the packages it depends on with git.
    command -v git >/dev/null || echo git
    [ -e /etc/ssl/certs/ca-certificates.crt ] || echo ca-certificates
}

# The same for the tests outside the lab, which ask real programs.
missing_test_packages() {
    [ -x /usr/lib/nagios/plugins/check_load ] || echo monitoring-plugins-basic
    [ -x /usr/bin/dbus-daemon ] || echo dbus-daemon
    # Applies the patches of plans.
    [ -x /usr/bin/patch ] || echo patch
}

# Installs what is missing, or says how to and ends the script. Further lists may be named.
require_packages() {
    local packages
    packages=$(for list in missing_packages "$@"; do "$list"; done | sort -u | tr '\n' ' ')
    [ -n "${packages// /}" ] || return 0
    if ! command -v apt-get >/dev/null; then
        echo "Missing: $packages(Debian's names). This machine has no apt-get: install them by its own means." >&2
        exit 1
    fi
    if [ "$(id -u)" != 0 ]; then
        echo "Missing packages. Run this once, then start again:" >&2
        echo "    sudo apt-get install --no-install-recommends $packages" >&2
        exit 1
    fi
    echo "Installing what the build needs: $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq update
    # shellcheck disable=SC2086 # a list of words
    apt-get -qq install -y --no-install-recommends $packages >/dev/null
}

require_swift() {
    if ! command -v swift >/dev/null; then
        echo "Swift 6.2 or newer is not on the PATH: install it as swift.org describes, then start again." >&2
        exit 1
    fi
}

build_release() {
    echo "Building the release programs (batond, baton-checker, baton) ..."
    swift build -c release --static-swift-stdlib "$@"
}

# The lab wants Debian's own Python: one inside a home directory is out of sight once a node has its own root.
lab() {
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m lab "$@"
}
