"""What each paper tells, and what it shows. Pure."""
