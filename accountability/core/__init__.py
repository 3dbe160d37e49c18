"""Floor 0: what every feature uses; knows no feature."""
