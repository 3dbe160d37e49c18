"""Pages of people with accounts."""
