"""Who gets what of what is on order."""
