"""Goods that came back: credited at the invoice's price, refunded what was paid above it (FIN-1)."""
