"""Floor 2: messages written with the change that causes them, sent after it."""
