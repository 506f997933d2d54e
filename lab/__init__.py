"""The lab: nodes in network, process and mount namespaces, for the demo, the interoperability tests and the benchmark.

Run it as ``python3 -m lab COMMAND`` from the top of the source tree; ``scripts/`` holds the usual entry points.
Only the standard library and Debian's own programs are used, and nothing is installed, started or configured outside
the namespaces.
"""
