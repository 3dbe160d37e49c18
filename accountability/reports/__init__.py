"""The petition report: what an office, a province or the nation received in a month or quarter, and what became of it."""
