"""T2.1: the content calendar that leads assign and editors live in."""
