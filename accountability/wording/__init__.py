"""Floor 3: what each kind of message says, in the house's words or in those of an administrator."""
