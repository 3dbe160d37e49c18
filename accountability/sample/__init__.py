"""Floor 9: sample accounts and whole lives of sample cases, for trying the platform out and for measuring it."""
