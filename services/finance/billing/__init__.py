"""What a shipment is billed, and what of an order is still to be billed: one arithmetic for both (FIN-1)."""
