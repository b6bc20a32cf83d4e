"""Customers score what they got and how they were answered; low scores are followed up, all are summed up (SAL-14)."""
