"""T2.2: comments, messages and reviews in one queue."""
