"""Floor 3: what somebody wants to be written about, when, and how they stop it with one tap."""
