"""The sections of O1.1.1, one file per subject; every one reads ``source.brief_of``."""
