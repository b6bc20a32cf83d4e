"""Which events open and answer the same promise."""
