"""What a person may type about a case: one file for each room (citizen, desk, office)."""
