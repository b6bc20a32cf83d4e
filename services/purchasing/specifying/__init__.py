"""What orders say of the goods of their lines beyond the item is kept, for who buys and makes them (SAL-9)."""
