"""Text messages both ways: file, follow, answer and judge by text alone."""
