"""A service ticket: what a customer asks, wants to give back or suggests, and who has it now (SAL-13)."""
