"""Is the order feasible, and by when (SAL-5, SAL-8)."""
