"""The sample workspace: a small tea brand whose export files are made here, then imported.

Nothing is written past the importers: what a newcomer clicks through is the same path, down
to file and row, that their own files will take. Everything follows from one date.
"""
