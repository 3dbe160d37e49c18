"""An office's own book: who came to the counter, called or wrote, what they asked for, until when, and what became of it."""
