"""What other ways of carrying an order cost the company (SAL-10)."""
