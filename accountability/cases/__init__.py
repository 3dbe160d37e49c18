"""Floor 6: what a citizen told us and everything that happened to it."""
