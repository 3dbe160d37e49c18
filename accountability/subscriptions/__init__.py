"""Floor 8: anybody is told by e-mail, once a day at most, when something new is public about a place, an office or a topic."""
