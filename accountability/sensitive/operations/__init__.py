"""Every change in the protected channel: officers' keys, sealing, the author, handling, diverting, the roster, time."""
