"""Production lines as bars: orders with their milestones, load by day, standstill (PUR-9, PUR-12)."""
