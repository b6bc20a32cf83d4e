"""The order's money and the customer's credit."""
