"""A letter: one mail to one customer, about one order or all that are open, and what became of it (SAL-8, SAL-14,
SAL-20, SAL-22)."""
