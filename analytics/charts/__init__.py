"""Charts as data and as words."""
