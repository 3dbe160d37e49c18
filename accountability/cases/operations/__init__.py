"""Every change to a case, by who makes it: the author, a monitor, an office, the clock."""
