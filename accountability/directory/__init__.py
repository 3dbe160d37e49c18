"""Floor 3: areas, organisations and facilities, services, categories."""
