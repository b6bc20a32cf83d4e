"""What other ways of buying for an order cost the company (SAL-10)."""
