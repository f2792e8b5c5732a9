"""The measured promises; run.py runs them, every part in a process of its own."""
