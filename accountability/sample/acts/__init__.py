"""What each event of a life does to its rows, by who acts: the author, a monitor, an office, the clock."""
