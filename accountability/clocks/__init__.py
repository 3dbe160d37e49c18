"""How long things may take: terms as dated rows, the days that do not count, and a date that explains itself."""
