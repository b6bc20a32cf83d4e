"""A customer is offered ways out of a shortage or a delay, and chooses (SAL-10)."""
