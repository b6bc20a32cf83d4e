"""Into which packages the goods of a shipment go (WHS-6)."""
