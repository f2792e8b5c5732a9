"""Blocks and figures in, Word, Excel and page out. Nothing here reads the database."""
