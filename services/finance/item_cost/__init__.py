"""What an item's stock is worth, at the moving average (FIN-3)."""
