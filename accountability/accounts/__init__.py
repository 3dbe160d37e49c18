"""Floor 4: people with accounts, how they come in, what they are tied to, who stands in for whom."""
