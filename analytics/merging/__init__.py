"""What is one and the same: posts and accounts that people, or equal ids, say are one."""
