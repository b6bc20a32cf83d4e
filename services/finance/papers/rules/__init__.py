"""What each paper tells, and what it shows of it."""
