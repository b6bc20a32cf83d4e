"""Suppliers are paid: proposed by due date, approved by somebody else, sent to the bank, marked as paid (FIN-5)."""
