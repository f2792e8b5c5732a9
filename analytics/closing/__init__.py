"""Closed periods: what they were, chained so that nobody can change it, and what moved since."""
