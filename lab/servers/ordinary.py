"""Being somebody other than root, which some servers insist on."""

#: What to put before a command: a namespace of one user, since a sandbox without privileges has no other than root.
ORDINARY_USER = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
