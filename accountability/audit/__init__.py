"""Floor 2: the append-only trail of who did what, in which role and why."""
