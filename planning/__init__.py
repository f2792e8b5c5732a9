"""T1: the planning brief, its objectives, and the cross-department timeline."""
