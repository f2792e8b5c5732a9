"""Deliveries on their way in: received, reviewed, imported, withdrawn, shown row by row."""
