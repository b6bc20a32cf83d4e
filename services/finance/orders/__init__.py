"""All the money of one order, as people look at it."""
