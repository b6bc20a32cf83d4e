"""Customers are told by mail what was agreed and what will be late, and people release or settle what does not leave
(SAL-8, SAL-20)."""
