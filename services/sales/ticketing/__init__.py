"""Service tickets are opened, passed from desk to desk, solved, and closed by the customer's word (SAL-13)."""
