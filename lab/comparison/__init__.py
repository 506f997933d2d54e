"""What Debian's keepalived makes of a file, compared with what ``baton config show`` says of it."""
