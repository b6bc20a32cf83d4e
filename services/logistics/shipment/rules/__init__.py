"""What a shipment is, which transport takes it, and what follows by itself."""
