"""The letter of credit under which an order is paid with its amendments (LOG-7)."""
