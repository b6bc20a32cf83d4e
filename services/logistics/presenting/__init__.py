"""A shipment's documents go to the bank of its credit, which accepts them, or refuses them with its reasons (LOG-7)."""
