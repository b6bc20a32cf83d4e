"""What was ordered of suppliers at the same time, order by order with its lines (PUR-4)."""
