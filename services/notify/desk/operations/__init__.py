"""What goes on inside the departments: where an order stands, what waits, what died and is tried again (ALL-1)."""
