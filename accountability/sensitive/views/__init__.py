"""Pages of the protected channel: its own page, the author's side, officers' desk, keys and roster, and a monitor's way in."""
