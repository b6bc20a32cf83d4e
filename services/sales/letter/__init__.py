"""A letter: one mail to one customer, about one order, and what became of it (SAL-8, SAL-14, SAL-20)."""
