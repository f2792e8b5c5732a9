"""What can be done with a report. Doors call these; nothing here starts a task."""
