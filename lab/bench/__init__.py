"""The benchmark: baton and Debian's keepalived under the same faults, in one run on one machine."""
