"""Targets: set, changed, measured against what was reached."""
