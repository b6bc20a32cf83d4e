"""What an order lacked when it came is told, by the customer or by the masters (SAL-3)."""
