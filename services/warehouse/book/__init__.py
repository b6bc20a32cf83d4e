"""The book of the warehouse: shelves, the orders that wait for them, shipments and purchases (WHS-1)."""
