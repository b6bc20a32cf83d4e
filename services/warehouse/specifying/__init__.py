"""What an order says of the goods of a line beyond their item is kept, for who picks and packs them (SAL-9)."""
