"""What customers are asked to send back, as the dock awaits it (WHS-8)."""
