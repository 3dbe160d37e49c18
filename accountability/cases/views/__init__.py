"""Pages about cases: one file for each room (citizen, desk, office)."""
