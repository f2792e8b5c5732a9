"""The suite mirrors the source, file for file."""
