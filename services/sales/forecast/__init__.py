"""What moves the day on which an order is there, and the day on which waiting alone makes it late (SAL-20)."""
