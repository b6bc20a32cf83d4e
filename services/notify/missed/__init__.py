"""The watchdog: says of each promise once that it is overdue."""
