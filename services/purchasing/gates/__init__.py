"""Which items are inspected while they are made, and what their inspections decided (WHS-4, PUR-9)."""
