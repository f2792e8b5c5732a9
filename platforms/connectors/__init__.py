"""One file per platform API: credentials and values in, records out, no database."""
